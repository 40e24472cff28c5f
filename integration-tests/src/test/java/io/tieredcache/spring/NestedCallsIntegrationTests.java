package io.tieredcache.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.RecursiveLoadException;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Annotated methods that call annotated methods: neither a small pool nor a call of
 * itself makes them hang.
 */
@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class NestedCallsIntegrationTests {

    private ApplicationInstance application;

    private Numbers numbers;

    @BeforeAll
    void start() {
        this.application = ApplicationInstance.start(TestInstance.newNamespace(), Beans.class);
        this.numbers = this.application.bean(Numbers.class);
    }

    @AfterAll
    void close() {
        this.application.close();
    }

    @BeforeEach
    void clear() {
        this.application.cache("numbers").clear();
    }

    @Test
    void nestedCallsWork() {
        assertThat(this.numbers.sum(10)).isEqualTo(55);
        assertThat(this.numbers.sumInSync(10)).isEqualTo(55);
    }

    @Test
    void nestedCallsOnAPoolOfOneThreadWork() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            assertThat(CacheContract.result(CompletableFuture.supplyAsync(() -> this.numbers.sumInSync(20), pool)))
                .isEqualTo(210);
        }
        finally {
            pool.shutdownNow();
        }
    }

    @Test
    void nestedFuturesThatAreWaitedForWork() throws Exception {
        List<CompletableFuture<Integer>> sums = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sums.add(this.numbers.futureSum(3, i));
        }
        for (CompletableFuture<Integer> sum : sums) {
            assertThat(CacheContract.result(sum)).isEqualTo(6);
        }
    }

    @Test
    void recursionInSyncFails() {
        assertThatExceptionOfType(RecursiveLoadException.class).isThrownBy(() -> this.numbers.endless(1))
            .withMessageContaining("'numbers'");
    }

    @Test
    void recursionByAnotherMethodFails() {
        assertThatExceptionOfType(RecursiveLoadException.class).isThrownBy(() -> this.numbers.ping(1));
    }

    @Test
    void recursionOfFuturesFails() {
        assertThat(this.numbers.endlessFuture(1)).failsWithin(Duration.ofSeconds(20))
            .withThrowableThat()
            .havingRootCause()
            .isInstanceOf(RecursiveLoadException.class);
    }

    static class Numbers {

        private final ObjectProvider<Numbers> self;

        Numbers(ObjectProvider<Numbers> self) {
            this.self = self;
        }

        @Cacheable("numbers")
        public int sum(int upTo) {
            return (upTo == 0) ? 0 : upTo + this.self.getObject().sum(upTo - 1);
        }

        @Cacheable(cacheNames = "numbers", key = "'sync ' + #upTo", sync = true)
        public int sumInSync(int upTo) {
            return (upTo == 0) ? 0 : upTo + this.self.getObject().sumInSync(upTo - 1);
        }

        @Cacheable(cacheNames = "numbers", sync = true)
        public CompletableFuture<Integer> futureSum(int upTo, int salt) {
            return CompletableFuture
                .completedFuture((upTo == 0) ? 0 : upTo + this.self.getObject().futureSum(upTo - 1, salt).join());
        }

        @Cacheable(cacheNames = "numbers", key = "'endless'", sync = true)
        public int endless(int number) {
            return this.self.getObject().endless(number);
        }

        @Cacheable(cacheNames = "numbers", key = "'ping'", sync = true)
        public int ping(int number) {
            return this.self.getObject().pong(number);
        }

        @Cacheable(cacheNames = "numbers", key = "'pong'", sync = true)
        public int pong(int number) {
            return this.self.getObject().ping(number);
        }

        @Cacheable(cacheNames = "numbers", key = "'endless future'", sync = true)
        public CompletableFuture<Integer> endlessFuture(int number) {
            return this.self.getObject().endlessFuture(number);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Numbers numbers(ObjectProvider<Numbers> self) {
            return new Numbers(self);
        }

    }

}
