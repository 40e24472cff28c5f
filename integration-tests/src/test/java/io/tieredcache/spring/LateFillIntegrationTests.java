package io.tieredcache.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

import io.tieredcache.CacheCounter;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Annotated methods whose call overlaps an invalidation store nothing, although their
 * interceptors look up, call and put in three separate steps.
 */
@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
class LateFillIntegrationTests {

    private Fleet fleet;

    @BeforeAll
    void start() {
        this.fleet = Fleet.start(Calls.class, Names.class);
    }

    @AfterAll
    void close() {
        this.fleet.close();
    }

    @BeforeEach
    void clear() {
        this.fleet.here().cache("names").clear();
        this.fleet.resetCalls();
    }

    static Stream<Arguments> readsAndInvalidations() {
        BiFunction<Names, String, String> cacheable = Names::cacheable;
        BiFunction<Names, String, String> inSync = Names::cacheableInSync;
        BiFunction<Names, String, String> future = (names, key) -> names.cacheableFuture(key).join();
        BiFunction<Names, String, String> mono = (names, key) -> names.cacheableMono(key).block();
        BiFunction<Names, String, String> result = Names::cacheResult;
        BiConsumer<Names, String> evict = Names::evict;
        BiConsumer<Names, String> evictAll = Names::evictAll;
        BiConsumer<Names, String> remove = Names::cacheRemove;
        BiConsumer<Names, String> removeAll = Names::cacheRemoveAll;
        return Stream.of(argumentSet("@Cacheable, @CacheEvict", cacheable, evict),
                argumentSet("@Cacheable, @CacheEvict(allEntries)", cacheable, evictAll),
                argumentSet("@Cacheable(sync), @CacheEvict", inSync, evict),
                argumentSet("@Cacheable(sync), @CacheEvict(allEntries)", inSync, evictAll),
                argumentSet("@Cacheable future, @CacheEvict", future, evict),
                argumentSet("@Cacheable future, @CacheEvict(allEntries)", future, evictAll),
                argumentSet("@Cacheable mono, @CacheEvict", mono, evict),
                argumentSet("@Cacheable mono, @CacheEvict(allEntries)", mono, evictAll),
                argumentSet("@CacheResult, @CacheRemove", result, remove),
                argumentSet("@CacheResult, @CacheRemoveAll", result, removeAll));
    }

    @ParameterizedTest
    @MethodSource("readsAndInvalidations")
    void invalidationHereDuringTheCallLeavesNothing(BiFunction<Names, String, String> read,
            BiConsumer<Names, String> invalidation) throws Exception {
        callDuring(read, () -> invalidation.accept(this.fleet.here().bean(Names.class), "key"));
        assertThat(read.apply(this.fleet.here().bean(Names.class), "key")).isEqualTo("call 2");
        assertOnlyTheSecondCallIsFound(read);
    }

    @ParameterizedTest
    @MethodSource("readsAndInvalidations")
    void invalidationElsewhereDuringTheCallLeavesNothingOnceItArrives(BiFunction<Names, String, String> read,
            BiConsumer<Names, String> invalidation) throws Exception {
        callDuring(read, () -> invalidation.accept(this.fleet.elsewhere().bean(Names.class), "key"));
        assertOnlyTheSecondCallIsFound(read);
    }

    @Test
    void putElsewhereDuringTheCallStays() throws Exception {
        callDuring(Names::cacheable, () -> this.fleet.elsewhere().bean(Names.class).put("key", "put"));
        Names here = this.fleet.here().bean(Names.class);
        await().atMost(Duration.ofSeconds(10)).until(() -> here.cacheable("key").equals("put"));
        assertThat(this.fleet.elsewhere().bean(Names.class).cacheable("key")).isEqualTo("put");
    }

    @Test
    void refusedFillsAreCounted() throws Exception {
        long before = this.fleet.here().cache("names").count(CacheCounter.REFUSED_FILL);
        callDuring(Names::cacheable, () -> this.fleet.here().bean(Names.class).evict("key"));
        await().atMost(Duration.ofSeconds(10))
            .until(() -> this.fleet.here().cache("names").count(CacheCounter.REFUSED_FILL) == before + 1);
    }

    /**
     * Calls, and invalidates while the call runs.
     */
    private void callDuring(BiFunction<Names, String, String> read, Runnable invalidation) throws Exception {
        Names here = this.fleet.here().bean(Names.class);
        Calls.Hold hold = this.fleet.here().bean(Calls.class).holdNext();
        CompletableFuture<String> call = TestThreads.supply(() -> read.apply(here, "key"));
        hold.awaitArrived();
        invalidation.run();
        hold.release();
        assertThat(CacheContract.result(call)).isEqualTo("call 1");
    }

    private void assertOnlyTheSecondCallIsFound(BiFunction<Names, String, String> read) {
        Names here = this.fleet.here().bean(Names.class);
        await().atMost(Duration.ofSeconds(10)).until(() -> read.apply(here, "key").equals("call 2"));
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("names"), "key");
        assertThat(read.apply(this.fleet.elsewhere().bean(Names.class), "key")).isEqualTo("call 2");
        assertThat(this.fleet.elsewhere().bean(Calls.class).count()).isZero();
    }

    static class Names {

        private final Calls calls;

        Names(Calls calls) {
            this.calls = calls;
        }

        @Cacheable("names")
        public String cacheable(String key) {
            return "call " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", sync = true)
        public String cacheableInSync(String key) {
            return "call " + this.calls.next();
        }

        @Cacheable("names")
        public CompletableFuture<String> cacheableFuture(String key) {
            return TestThreads.supply(() -> "call " + this.calls.next());
        }

        @Cacheable("names")
        public Mono<String> cacheableMono(String key) {
            return Mono.fromFuture(() -> cacheableFuture(key));
        }

        @CacheEvict("names")
        public void evict(String key) {
        }

        @CacheEvict(cacheNames = "names", allEntries = true)
        public void evictAll(String key) {
        }

        @CachePut(cacheNames = "names", key = "#key")
        public String put(String key, String value) {
            return value;
        }

        @CacheResult(cacheName = "names")
        public String cacheResult(String key) {
            return "call " + this.calls.next();
        }

        @CacheRemove(cacheName = "names")
        public void cacheRemove(String key) {
        }

        @CacheRemoveAll(cacheName = "names")
        public void cacheRemoveAll(String key) {
        }

    }

}
