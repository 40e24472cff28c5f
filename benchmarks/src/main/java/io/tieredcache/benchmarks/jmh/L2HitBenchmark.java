package io.tieredcache.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.AirportPage;

/**
 * A hit in Redis, of a small value and of a large one, the page.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class L2HitBenchmark {

    @Benchmark
    public byte[] lettuceWithoutDecoding(Peers.Lettuce peer, Keys keys) {
        return peer.service().bytes(keys.id());
    }

    @Benchmark
    public Airport lettuce(Peers.Lettuce peer, Keys keys) {
        return peer.service().airport(keys.id());
    }

    @Benchmark
    public AirportPage lettucePage(Peers.Lettuce peer, Keys keys) {
        return peer.service().page(keys.page());
    }

    @Benchmark
    public Airport tiered(Peers.Tiered peer, Keys keys) {
        return peer.service().remote(keys.id());
    }

    @Benchmark
    public Airport tieredWithoutMeters(Peers.TieredWithoutMeters peer, Keys keys) {
        return peer.service().remote(keys.id());
    }

    @Benchmark
    public Airport tieredObserved(Peers.TieredObserved peer, Keys keys) {
        return peer.service().remote(keys.id());
    }

    @Benchmark
    public Airport tieredIntoL1(Peers.Tiered peer, Keys keys) {
        return peer.service().promoted(keys.id());
    }

    @Benchmark
    public AirportPage tieredPage(Peers.Tiered peer, Keys keys) {
        return peer.service().remotePage(keys.page());
    }

    @Benchmark
    public Airport spring(Peers.SpringRedis peer, Keys keys) {
        return peer.service().airport(keys.id());
    }

    @Benchmark
    public AirportPage springPage(Peers.SpringRedis peer, Keys keys) {
        return peer.service().page(keys.page());
    }

    @Benchmark
    public Airport jetCache(Peers.JetCache peer, Keys keys) {
        return peer.service().remote(keys.id());
    }

    @Benchmark
    public AirportPage jetCachePage(Peers.JetCache peer, Keys keys) {
        return peer.service().page(keys.page());
    }

}
