package io.tieredcache.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

import io.tieredcache.benchmarks.data.Airport;

/**
 * A hit in the process, by one simple key unless the name says otherwise.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class L1HitBenchmark {

    @Benchmark
    public Airport handWritten(Peers.ByHand peer, Keys keys) {
        return peer.service().airport(keys.id());
    }

    @Benchmark
    public Airport tiered(Peers.Tiered peer, Keys keys) {
        return peer.service().airport(keys.id());
    }

    @Benchmark
    public Airport tieredWithoutMeters(Peers.TieredWithoutMeters peer, Keys keys) {
        return peer.service().airport(keys.id());
    }

    @Benchmark
    public Airport tieredUntagged(Peers.Tiered peer, Keys keys) {
        return peer.service().untagged(keys.id());
    }

    @Benchmark
    public Airport tieredDefaultKey(Peers.Tiered peer, Keys keys) {
        return peer.service().byDefaultKey(keys.id());
    }

    @Benchmark
    public Airport tieredTwoParameters(Peers.Tiered peer, Keys keys) {
        return peer.service().byTwo(keys.id(), "de");
    }

    @Benchmark
    public Airport tieredTwoParametersDefaultKey(Peers.Tiered peer, Keys keys) {
        return peer.service().byTwoDefault(keys.id(), "de");
    }

    @Benchmark
    public Airport tieredProperty(Peers.Tiered peer, Keys keys) {
        return peer.service().byProperty(keys.airport());
    }

    @Benchmark
    public Airport tieredTenant(Peers.Tiered peer, Keys keys) {
        return peer.service().byTenant(keys.id());
    }

    @Benchmark
    public Airport spring(Peers.SpringCaffeine peer, Keys keys) {
        return peer.service().airport(keys.id());
    }

    @Benchmark
    public Airport springDefaultKey(Peers.SpringCaffeine peer, Keys keys) {
        return peer.service().byDefaultKey(keys.id());
    }

    @Benchmark
    public Airport springProperty(Peers.SpringCaffeine peer, Keys keys) {
        return peer.service().byProperty(keys.airport());
    }

    @Benchmark
    public Airport jetCacheLocal(Peers.JetCache peer, Keys keys) {
        return peer.service().local(keys.id());
    }

    @Benchmark
    public Airport jetCacheBoth(Peers.JetCache peer, Keys keys) {
        return peer.service().both(keys.id());
    }

    @Benchmark
    public Airport redisson(Peers.Redisson peer, Keys keys) {
        return peer.service().airport(keys.id());
    }

}
