package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.BatchLoader;
import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLoader;
import io.tieredcache.store.CacheStep;

/**
 * Reads of several keys that L1 did not answer: L2 in one round trip, then one load of
 * all that is missing. Each key is judged and stored as by a read of its own, and other
 * callers may join its load. What others load is waited for last, when nobody waits for
 * this caller any more, so that no two of them wait for each other.
 */
final class BatchReads {

    private final CacheParts parts;

    private final EntryReader reader;

    private final EntryLoads loads;

    private final ReadPath path;

    private final Flights flights;

    private final LoadingThreads threads;

    private final StandIns standIns;

    private final BatchLeases leases;

    BatchReads(CacheParts parts, EntryReader reader, EntryLoads loads, ReadPath path, Flights flights,
            LoadingThreads threads, StandIns standIns, LoadAdmissions admissions) {
        this.parts = parts;
        this.reader = reader;
        this.loads = loads;
        this.path = path;
        this.flights = flights;
        this.threads = threads;
        this.standIns = standIns;
        this.leases = new BatchLeases(parts, loads, admissions);
    }

    /**
     * Asks the source where nothing is cached.
     */
    Map<Object, @Nullable Object> bypass(Set<Object> keys, ReadThrough from) throws Throwable {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        if (from.together() == null) {
            for (Object key : keys) {
                values.put(key, this.path.bypass(key, from.loader(key)));
            }
            return values;
        }
        BatchLoader<Object, ?> together = from.together();
        Map<?, ?> loaded = this.parts.steps().load(CacheStep.BYPASS_LOAD, () -> ReadThrough.all(together, keys));
        keys.forEach((key) -> values.put(key, loaded.get(key)));
        return values;
    }

    /**
     * Reads without loading.
     * @param reads the reads
     * @return the answers in the order of the reads, {@code null} for a miss
     */
    List<@Nullable Answer> lookup(List<ReadContext> reads) {
        long now = this.parts.runtime().now();
        List<@Nullable Answer> answers = new ArrayList<>(reads.size());
        for (Answer found : this.reader.readAll(reads)) {
            answers.add((found != null && found.entry().isFresh(now)) ? found : null);
        }
        return answers;
    }

    /**
     * Reads, loading on a miss.
     * @param items the keys, which take the answers
     * @param loader loads together, {@code null} to load one by one
     */
    void read(List<Item> items, @Nullable BatchLoader<Object, ?> loader) throws Throwable {
        List<Item> led = new ArrayList<>(items.size());
        try {
            for (Item item : items) {
                item.start(this.parts.coherence().known());
                this.threads.check(item.flight().read());
                item.running = this.path.shares() ? this.flights.joinOrStart(item.flight()) : null;
                if (item.running == null) {
                    led.add(item);
                }
            }
            lead(led, loader);
        }
        catch (Throwable ex) {
            // Who joined keys that were not come to has to see for itself.
            led.forEach((item) -> this.flights.complete(item.flight(), null));
            throw ex;
        }
        for (Item item : items) {
            if (item.running != null) {
                item.answer = join(item, item.running);
            }
        }
    }

    private Answer join(Item item, Flight running) throws Throwable {
        Answer shared = this.path.join(running);
        if (shared == null) {
            return this.path.readOrLoad(item.begin.get(), item.begin, item.loader, false);
        }
        if (this.parts.judge().isShareable(shared, item.knownBefore)) {
            this.parts.counters().count(CacheCounter.SHARED_LOAD);
            return this.parts.ofItsOwn(shared);
        }
        this.flights.end(running);
        return this.path.read(item.begin, item.loader);
    }

    private void lead(List<Item> led, @Nullable BatchLoader<Object, ?> loader) throws Throwable {
        List<@Nullable Answer> found = this.reader.readAll(led.stream().map((item) -> item.flight().read()).toList());
        List<Item> missed = new ArrayList<>();
        for (int i = 0; i < led.size(); i++) {
            Item item = led.get(i);
            Answer answer = found.get(i);
            if (answer != null) {
                this.path.refreshIfDue(answer.entry(), item.begin, Source.of(item.loader));
            }
            else {
                answer = this.standIns.whileThrottled(item.flight().read());
            }
            if (answer != null) {
                complete(item, answer);
            }
            else {
                missed.add(item);
            }
        }
        List<Item> others = (loader != null) ? load(missed, loader) : missed;
        for (Item item : others) {
            item.answer = this.path.lead(item.flight(), item.begin, item.loader);
        }
    }

    private void complete(Item item, Answer answer) {
        item.answer = answer;
        this.flights.complete(item.flight(), answer);
    }

    /**
     * Loads together what may be loaded now.
     * @return what is left to be read one by one
     */
    private List<Item> load(List<Item> missed, BatchLoader<Object, ?> loader) throws Throwable {
        List<Item> others = new ArrayList<>();
        List<Item> free = new ArrayList<>();
        missed.forEach((item) -> (this.path.isLoading(item.flight().read()) ? others : free).add(item));
        List<@Nullable PreparedLoad> taken = this.leases
            .take(free.stream().map((item) -> item.flight().read()).toList());
        List<Item> loading = new ArrayList<>();
        List<PreparedLoad> begun = new ArrayList<>();
        for (int i = 0; i < free.size(); i++) {
            PreparedLoad load = taken.get(i);
            if (load != null) {
                loading.add(free.get(i));
                begun.add(load);
            }
            else {
                others.add(free.get(i));
            }
        }
        if (!begun.isEmpty()) {
            load(loading, begun, loader);
        }
        return others;
    }

    private void load(List<Item> items, List<PreparedLoad> begun, BatchLoader<Object, ?> loader) throws Throwable {
        List<@Nullable Object> values = new ArrayList<>(items.size());
        try {
            Map<?, ?> loaded = ask(items, begun, loader);
            items.forEach((item) -> values.add(loaded.get(item.key)));
        }
        catch (Throwable ex) {
            failed(items, begun, ex);
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            this.parts.counters().count(CacheCounter.LOAD);
            this.standIns.forget(begun.get(i).read().local());
            complete(items.get(i), this.loads.finish(begun.get(i), values.get(i), null));
        }
    }

    private Map<?, ?> ask(List<Item> items, List<PreparedLoad> begun, BatchLoader<Object, ?> loader) throws Throwable {
        List<ReadContext> entered = new ArrayList<>(begun.size());
        List<LeaseRenewal> renewals = new ArrayList<>(begun.size());
        try {
            for (PreparedLoad load : begun) {
                this.threads.enter(load.read());
                entered.add(load.read());
                renewals.add(LeaseRenewal.of(load, this.parts));
            }
            List<Object> keys = items.stream().map((item) -> item.key).toList();
            return this.parts.steps().load(CacheStep.LOAD, () -> ReadThrough.all(loader, keys));
        }
        finally {
            renewals.forEach(LeaseRenewal::end);
            entered.forEach(this.threads::leave);
        }
    }

    /**
     * Lets older values stand in for a load that failed, if there is one for each key.
     */
    private void failed(List<Item> items, List<PreparedLoad> begun, Throwable failure) throws Throwable {
        boolean complete = true;
        for (int i = 0; i < items.size(); i++) {
            Answer standIn = this.standIns.insteadOf(begun.get(i), failure);
            if (standIn != null) {
                complete(items.get(i), standIn);
            }
            else {
                complete = false;
                this.flights.fail(items.get(i).flight(), failure);
            }
        }
        if (!complete) {
            throw failure;
        }
    }

    /**
     * One of the keys.
     */
    static final class Item {

        private final Object key;

        private final Supplier<ReadContext> begin;

        private final CacheLoader<?> loader;

        private @Nullable Flight flight;

        private @Nullable Flight running;

        private @Nullable Answer answer;

        private long knownBefore;

        Item(Object key, Supplier<ReadContext> begin, CacheLoader<?> loader) {
            this.key = key;
            this.begin = begin;
            this.loader = loader;
        }

        Object key() {
            return this.key;
        }

        CacheLoader<?> loader() {
            return this.loader;
        }

        Answer answer() {
            return Answer.required(this.answer);
        }

        private void start(long known) {
            this.knownBefore = known;
            this.flight = new Flight(this.begin.get());
        }

        private Flight flight() {
            if (this.flight == null) {
                throw new IllegalStateException("The read of a key has not begun");
            }
            return this.flight;
        }

    }

}
