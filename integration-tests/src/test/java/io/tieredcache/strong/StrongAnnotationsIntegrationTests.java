package io.tieredcache.strong;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.strong.StrongApplication.Stock;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Annotated methods that write without a transaction hold a strong cache from before they
 * run until after.
 */
@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
class StrongAnnotationsIntegrationTests {

    private static final String ID = "bolt";

    private ConfigurableApplicationContext context;

    private Stock target;

    private Stock stock;

    @BeforeAll
    void start() {
        this.context = StrongApplication.start(TestInstance.newNamespace(),
                "tiered-cache.caches.stock.consistency=strong");
        this.stock = this.context.getBean(Stock.class);
        this.target = (Stock) AopProxyUtils.getSingletonTarget(this.stock);
    }

    @AfterAll
    void close() {
        this.context.close();
    }

    @BeforeEach
    void storeValue() {
        awaitStored();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsServedOrStoredWhileTheMethodRuns(Write write) {
        write.call(this.stock, () -> {
            assertNotCached();
            this.target.pieces.incrementAndGet();
            assertNotCached();
        });
        awaitStored();
    }

    @ParameterizedTest
    @EnumSource
    void loadsStoreAgainAfterAFailure(Write write) {
        assertThatIllegalStateException().isThrownBy(() -> write.call(this.stock, () -> {
            assertNotCached();
            throw new IllegalStateException("sold out");
        }));
        awaitStored();
    }

    private void assertNotCached() {
        int loads = this.target.loads.get();
        Stream.of(1, 2).forEach((number) -> {
            assertThat(this.stock.find(ID)).isEqualTo(this.target.pieces.get());
            assertThat(this.target.loads.get()).as("loads of reader %d", number).isEqualTo(loads + number);
        });
    }

    private void awaitStored() {
        await().pollDelay(Duration.ZERO).atMost(Duration.ofSeconds(30)).until(() -> {
            int loads = this.target.loads.get();
            assertThat(this.stock.find(ID)).isEqualTo(this.target.pieces.get());
            return this.target.loads.get() == loads;
        });
    }

    enum Write {

        EVICT, EVICT_BEFORE, TAG, PUT;

        void call(Stock stock, Runnable change) {
            switch (this) {
                case EVICT -> stock.update(ID, change);
                case EVICT_BEFORE -> stock.updateEvictedBefore(ID, change);
                case TAG -> stock.updateByTag(ID, change);
                case PUT -> stock.put(ID, change);
            }
        }

    }

}
