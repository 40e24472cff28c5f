package io.tieredcache.cache;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The plain path through both levels, on two instances.
 */
class ReadAndInvalidateIntegrationTests {

    private final AtomicInteger source = new AtomicInteger();

    private final String namespace = TestInstance.newNamespace();

    @Test
    void readFillsBothLevelsAndOthersFindIt() throws Throwable {
        try (TestInstance a = TestInstance.builder().namespace(this.namespace).startLive();
                TestInstance b = TestInstance.builder().namespace(this.namespace).startLive()) {
            assertThat(read(a)).isEqualTo(0);
            assertThat(read(a)).isEqualTo(0);
            assertThat(a.cache("numbers").count(CacheCounter.L1_HIT)).isEqualTo(1);
            await().until(() -> a.cache("numbers").count(CacheCounter.FILL) == 1);
            assertThat(read(b)).isEqualTo(0);
            assertThat(b.cache("numbers").count(CacheCounter.L2_HIT)).isEqualTo(1);
            assertThat(read(b)).isEqualTo(0);
            assertThat(b.cache("numbers").count(CacheCounter.L1_HIT)).isEqualTo(1);
        }
    }

    @Test
    void evictionReachesTheOtherInstance() throws Throwable {
        try (TestInstance a = TestInstance.builder().namespace(this.namespace).startLive();
                TestInstance b = TestInstance.builder().namespace(this.namespace).startLive()) {
            read(a);
            read(b);
            this.source.set(1);
            a.cache("numbers").evict("one");
            assertThat(read(a)).isEqualTo(1);
            await().until(() -> read(b) == 1);
        }
    }

    @Test
    void tagInvalidationReachesTheOtherInstance() throws Throwable {
        try (TestInstance a = TestInstance.builder().namespace(this.namespace).startLive();
                TestInstance b = TestInstance.builder().namespace(this.namespace).startLive()) {
            read(a);
            read(b);
            this.source.set(1);
            a.invalidator().invalidateTags("odd");
            assertThat(read(a)).isEqualTo(1);
            await().until(() -> read(b) == 1);
        }
    }

    private int read(TestInstance instance) throws Exception {
        TieredCache cache = instance.cache("numbers");
        try {
            return cache.get("one", EntryPolicy.defaults().withType(Integer.class).withTags("odd"),
                    (context) -> this.source.get());
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

}
