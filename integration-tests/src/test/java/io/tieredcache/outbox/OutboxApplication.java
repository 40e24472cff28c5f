package io.tieredcache.outbox;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import io.tieredcache.testing.ApplicationInstance;

/**
 * An application with an outbox. As a process of its own it commits a change and then
 * does nothing any more, until it is killed.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
        TransactionAutoConfiguration.class })
class OutboxApplication {

    static final String COMMITTED = "committed";

    static final String CODE = "HH";

    @Bean
    DataSourceTransactionManager transactionManager(DataSource database, Environment environment) {
        boolean stops = environment.getProperty("outbox.stops", Boolean.class, false);
        return new DataSourceTransactionManager(database) {

            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                super.doCommit(status);
                if (stops) {
                    stopForEver();
                }
            }

        };
    }

    @Bean
    Countries countries(JdbcTemplate jdbc) {
        return new Countries(jdbc);
    }

    private static void stopForEver() {
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(COMMITTED);
        try {
            new CountDownLatch(1).await();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] arguments) {
        String namespace = arguments[0];
        try (ApplicationInstance instance = ApplicationInstance.start(namespace,
                List.of(arguments).subList(1, arguments.length), OutboxApplication.class)) {
            instance.bean(Countries.class).rename(CODE, "new");
        }
    }

}
