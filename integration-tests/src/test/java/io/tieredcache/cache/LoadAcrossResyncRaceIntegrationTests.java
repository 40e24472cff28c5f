package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A load that began before a hole in the messages was noticed and ends after the fences
 * are known again. The lost message was the only one of its key, so that nothing but the
 * fences that the load began under tells that its copy must not be served.
 */
class LoadAcrossResyncRaceIntegrationTests {

    @Test
    void loadFromBeforeAResyncIsNotKeptAfterIt() {
        try (Fleet fleet = new Fleet()) {
            TestInstance b = fleet.b();
            fleet.read(b, Fleet.POLICY);
            b.cache(Fleet.CACHE).evict(Fleet.KEY);
            Gate gate = new Gate();
            fleet.source().stopNextLoad(gate);
            CompletableFuture<Integer> load = fleet.startReadUpTo(gate, b, Fleet.POLICY);
            int changed = fleet.source().update();
            b.bus().lose(1);
            fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
            long before = b.channel().resyncs();
            fleet.a().invalidator().invalidateTags("another");
            Fleet.eventually().until(() -> b.channel().resyncs() > before);
            assertThat(b.cache(Fleet.CACHE).get("another key", () -> 0)).isZero();
            gate.open();
            assertThat(load).succeedsWithin(Fleet.PATIENCE).isEqualTo(changed - 1);
            assertThat(fleet.read(b, Fleet.POLICY)).isEqualTo(changed);
        }
    }

}
