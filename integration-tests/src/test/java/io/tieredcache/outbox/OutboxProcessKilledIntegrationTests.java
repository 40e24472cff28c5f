package io.tieredcache.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.L2Store;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.HookedL2Store;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The outbox in an application of Spring Boot, and a process that is killed between its
 * commit and its invalidation.
 */
class OutboxProcessKilledIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String namespace = TestInstance.newNamespace();

    private OutboxDatabase database;

    private ApplicationInstance here;

    @BeforeEach
    void start() throws SQLException {
        this.database = new OutboxDatabase();
        this.database.write(OutboxApplication.CODE, "old");
        this.here = ApplicationInstance.start(this.namespace, properties(), OutboxApplication.class,
                HookedApplication.class);
        assertThat(countries().find(OutboxApplication.CODE)).isEqualTo("old");
    }

    @AfterEach
    void stop() {
        this.here.close();
        this.database.close();
    }

    private List<String> properties() {
        return List.of("spring.datasource.url=" + this.database.url(),
                "spring.datasource.username=" + this.database.user(), "spring.datasource.generate-unique-name=false",
                "spring.datasource.hikari.maximum-pool-size=4", "tiered-cache.outbox.enabled=true",
                "tiered-cache.outbox.initialize-schema=always", "tiered-cache.outbox.poll-interval=100ms",
                "tiered-cache.outbox.relay-after=500ms");
    }

    @Test
    void commitOfAKilledProcessIsRelayed() throws IOException {
        Process process = startProcess();
        try {
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            assertThat(output.lines().anyMatch(OutboxApplication.COMMITTED::equals)).as("the process commits").isTrue();
        }
        finally {
            process.destroyForcibly().onExit().join();
        }
        assertThat(this.database.find(OutboxApplication.CODE)).isEqualTo("new");
        await().atMost(PATIENCE)
            .untilAsserted(() -> assertThat(countries().find(OutboxApplication.CODE)).isEqualTo("new"));
        await().atMost(PATIENCE).until(() -> this.database.rows(this.namespace) == 0);
        assertThat(this.here.bean(OutboxRelay.class).relayed()).isOne();
        // Its own transactions leave nothing behind.
        countries().rename(OutboxApplication.CODE, "newer");
        assertThat(countries().find(OutboxApplication.CODE)).isEqualTo("newer");
        await().atMost(PATIENCE).until(() -> this.database.rows(this.namespace) == 0);
    }

    @Test
    void methodThatBeginsItsTransactionByItselfWritesARow() {
        HookedL2Store l2 = (HookedL2Store) this.here.bean(L2Store.class);
        l2.failing(true);
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> countries().rename(OutboxApplication.CODE, "new"));
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> countries().put(OutboxApplication.CODE, "newer"));
        assertThat(this.database.rows(this.namespace)).isEqualTo(2);
        // One that joins its caller's is part of that transaction's row.
        new TransactionTemplate(this.here.bean(PlatformTransactionManager.class))
            .executeWithoutResult((status) -> countries().rename(OutboxApplication.CODE, "newest"));
        assertThat(this.database.rows(this.namespace)).isEqualTo(3);
        l2.failing(false);
        await().atMost(PATIENCE).until(() -> this.database.rows(this.namespace) == 0);
        assertThat(countries().find(OutboxApplication.CODE)).isEqualTo("newest");
    }

    private Countries countries() {
        return this.here.bean(Countries.class);
    }

    private Process startProcess() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), OutboxApplication.class.getName(), this.namespace));
        command.addAll(properties());
        command.add("outbox.stops=true");
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Configuration(proxyBeanMethods = false)
    static class HookedApplication {

        @Bean
        static BeanPostProcessor storeHooks() {
            return new BeanPostProcessor() {

                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return (bean instanceof L2Store store) ? new HookedL2Store(store) : bean;
                }

            };
        }

    }

}
