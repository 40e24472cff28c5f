package io.tieredcache.cache;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLevel;
import io.tieredcache.ReadOutcome;
import io.tieredcache.TieredCache;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.StepOutcome;

/**
 * Several observers as one.
 *
 * @param all the observers
 */
record Observers(List<CacheObserver> all) implements CacheObserver {

    Observers {
        all = List.copyOf(all);
    }

    @Override
    public CacheProbe probe(String cache) {
        List<CacheProbe> probes = this.all.stream()
            .map((observer) -> observer.probe(cache))
            .filter((probe) -> probe != CacheProbe.NONE)
            .toList();
        return probes.isEmpty() ? CacheProbe.NONE : (probes.size() == 1) ? probes.get(0) : new Probes(probes);
    }

    @Override
    public void created(TieredCache cache) {
        this.all.forEach((observer) -> observer.created(cache));
    }

    @Override
    public CacheProbe.Running invalidating(String cache) {
        return together(this.all.stream().map((observer) -> observer.invalidating(cache)).toList());
    }

    private static CacheProbe.Running together(List<CacheProbe.Running> running) {
        List<CacheProbe.Running> told = running.stream().filter((each) -> each != CacheProbe.Running.NONE).toList();
        return told.isEmpty() ? CacheProbe.Running.NONE : (told.size() == 1) ? told.get(0) : new AllRunning(told);
    }

    /**
     * Several probes as one.
     *
     * @param all the probes
     */
    private record Probes(List<CacheProbe> all) implements CacheProbe {

        @Override
        public boolean wantsReads() {
            return this.all.stream().anyMatch(CacheProbe::wantsReads);
        }

        @Override
        public void read(Object key, ReadOutcome outcome) {
            this.all.forEach((probe) -> probe.read(key, outcome));
        }

        @Override
        public Running begin(CacheStep step) {
            return together(this.all.stream().map((probe) -> probe.begin(step)).toList());
        }

        @Override
        public void age(CacheLevel level, Duration age) {
            this.all.forEach((probe) -> probe.age(level, age));
        }

        @Override
        public void missed(long nanos) {
            this.all.forEach((probe) -> probe.missed(nanos));
        }

        @Override
        public void loaded(long nanos) {
            this.all.forEach((probe) -> probe.loaded(nanos));
        }

        @Override
        public void waited(long nanos) {
            this.all.forEach((probe) -> probe.waited(nanos));
        }

        @Override
        public void serialized(long nanos, int bytes) {
            this.all.forEach((probe) -> probe.serialized(nanos, bytes));
        }

        @Override
        public void deserialized(long nanos, int bytes) {
            this.all.forEach((probe) -> probe.deserialized(nanos, bytes));
        }

    }

    /**
     * One step as several were told of it.
     *
     * @param all the step as each was told of it
     */
    private record AllRunning(List<CacheProbe.Running> all) implements CacheProbe.Running {

        @Override
        public void enter() {
            this.all.forEach(CacheProbe.Running::enter);
        }

        @Override
        public void leave() {
            for (int i = this.all.size() - 1; i >= 0; i--) {
                this.all.get(i).leave();
            }
        }

        @Override
        public void end(StepOutcome outcome, @Nullable Throwable failure) {
            this.all.forEach((each) -> each.end(outcome, failure));
        }

    }

}
