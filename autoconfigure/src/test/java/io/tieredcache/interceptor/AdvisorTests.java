package io.tieredcache.interceptor;

import java.util.List;

import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCacheable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AdvisorTests {

    @Test
    void orderIsOutsideOfTransactions() {
        CacheContext context = CacheContext.subclassProxies();
        try (context) {
            context.start((application) -> {
                application.registerBean(Airports.class);
                application.registerBean(TransactionConfiguration.class);
                application.registerBean(PlatformTransactionManager.class,
                        () -> new RecordingTransactions(context.events()));
            });
            assertThat(context.bean(TieredCacheAdvisor.class).getOrder())
                .isLessThan(context.bean(BeanFactoryTransactionAttributeSourceAdvisor.class).getOrder());
            Airports airports = context.bean(Airports.class);
            airports.delete("FRA");
            assertThat(context.events()).containsExactly("begin", "commit", "invalidate");
            airports.find("FRA");
            airports.find("FRA");
            assertThat(context.events().subList(3, 7)).containsExactly("get airports", "begin", "commit",
                    "get airports");
        }
    }

    @Test
    void proxyingCreatesNoCacheManager() {
        CacheContext context = CacheContext.subclassProxies();
        try (context) {
            context.start((application) -> {
                application.registerBean(Airports.class);
                application.registerBean(Observer.class, () -> {
                    application.getBean(Airports.class);
                    return new Observer(context.managerCreated);
                });
            });
            assertThat(context.bean(Observer.class).managerCreated()).isFalse();
            assertThat(context.managerCreated).isTrue();
        }
    }

    @Test
    void applicationWithoutAnnotationsCreatesNoCacheManager() {
        try (CacheContext context = CacheContext.with(Object.class)) {
            assertThat(context.managerCreated).isFalse();
        }
    }

    @Test
    void scopedBeanIsProxiedAndNotReported(CapturedOutput output) {
        try (CacheContext context = CacheContext.subclassProxies()
            .start((application) -> application.register(ScopedAirports.class))) {
            context.bean(ScopedAirports.class).find("FRA");
            assertThat(context.events()).containsExactly("get airports");
            assertThat(output).doesNotContain("have no effect");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class TransactionConfiguration {

    }

    static class Airports {

        @Transactional
        @TieredCacheable("airports")
        public String find(String code) {
            return code;
        }

        @Transactional
        @TieredCacheEvict(cache = "airports", key = "#code")
        public void delete(String code) {
        }

    }

    @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
    static class ScopedAirports {

        @TieredCacheable("airports")
        public String find(String code) {
            return code;
        }

    }

    record Observer(boolean managerCreated) {

    }

    static class RecordingTransactions extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        private final transient List<String> events;

        RecordingTransactions(List<String> events) {
            this.events = events;
        }

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            this.events.add("begin");
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            this.events.add("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            this.events.add("rollback");
        }

    }

}
