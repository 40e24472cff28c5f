package io.tieredcache.benchmarks.jmh;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.tieredcache.benchmarks.peer.HandWritten;
import io.tieredcache.benchmarks.peer.JetCacheAirports;
import io.tieredcache.benchmarks.peer.JetCacheApplication;
import io.tieredcache.benchmarks.peer.RawLettuce;
import io.tieredcache.benchmarks.peer.RedissonAirports;
import io.tieredcache.benchmarks.peer.SpringAirports;
import io.tieredcache.benchmarks.peer.SpringCaffeineApplication;
import io.tieredcache.benchmarks.peer.SpringRedisApplication;
import io.tieredcache.benchmarks.peer.TieredAirports;
import io.tieredcache.benchmarks.peer.TieredApplication;

/**
 * The caches that are measured. A benchmark starts the one that it takes as a parameter.
 */
public final class Peers {

    private Peers() {
    }

    /**
     * This library, with its meters.
     */
    @State(Scope.Benchmark)
    public static class Tiered extends ContextState<TieredAirports> {

        /**
         * Create the state.
         */
        public Tiered() {
            super(TieredApplication.class, TieredAirports.class, TieredApplication.properties());
        }

    }

    /**
     * This library without meters.
     */
    @State(Scope.Benchmark)
    public static class TieredWithoutMeters extends ContextState<TieredAirports> {

        /**
         * Create the state.
         */
        public TieredWithoutMeters() {
            super(TieredApplication.class, TieredAirports.class,
                    TieredApplication.properties(TieredApplication.WITHOUT_METERS));
        }

    }

    /**
     * This library with meters and observations.
     */
    @State(Scope.Benchmark)
    public static class TieredObserved extends ContextState<TieredAirports> {

        /**
         * Create the state.
         */
        public TieredObserved() {
            super(TieredApplication.class, TieredAirports.class, TieredApplication.observed());
        }

    }

    /**
     * Spring's annotation over Caffeine.
     */
    @State(Scope.Benchmark)
    public static class SpringCaffeine extends ContextState<SpringAirports> {

        /**
         * Create the state.
         */
        public SpringCaffeine() {
            super(SpringCaffeineApplication.class, SpringAirports.class);
        }

    }

    /**
     * Spring's annotation over Redis.
     */
    @State(Scope.Benchmark)
    public static class SpringRedis extends ContextState<SpringAirports> {

        /**
         * Create the state.
         */
        public SpringRedis() {
            super(SpringRedisApplication.class, SpringAirports.class);
        }

    }

    /**
     * JetCache.
     */
    @State(Scope.Benchmark)
    public static class JetCache extends ContextState<JetCacheAirports> {

        /**
         * Create the state.
         */
        public JetCache() {
            super(JetCacheApplication.class, JetCacheAirports.class);
        }

    }

    /**
     * The lookup by hand.
     */
    @State(Scope.Benchmark)
    public static class ByHand extends PeerState {

        private final HandWritten service = new HandWritten(directory());

        HandWritten service() {
            return this.service;
        }

    }

    /**
     * Redisson's local cached map.
     */
    @State(Scope.Benchmark)
    public static class Redisson extends PeerState {

        private @Nullable RedissonAirports service;

        /**
         * Starts the client.
         */
        @Setup
        public void start() {
            this.service = new RedissonAirports(directory());
        }

        RedissonAirports service() {
            return Objects.requireNonNull(this.service);
        }

        /**
         * Stops the client.
         */
        @TearDown
        public void stop() {
            service().close();
        }

    }

    /**
     * Lettuce without a cache around it.
     */
    @State(Scope.Benchmark)
    public static class Lettuce extends PeerState {

        private @Nullable RawLettuce service;

        /**
         * Starts the client.
         */
        @Setup
        public void start() {
            this.service = new RawLettuce(directory());
        }

        RawLettuce service() {
            return Objects.requireNonNull(this.service);
        }

        /**
         * Stops the client.
         */
        @TearDown
        public void stop() {
            service().close();
        }

    }

}
