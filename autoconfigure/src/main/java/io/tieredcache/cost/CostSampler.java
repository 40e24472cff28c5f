package io.tieredcache.cost;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheCost;
import io.tieredcache.CacheCosts;
import io.tieredcache.TieredCache;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.KeySampler;
import io.tieredcache.store.SampledKeys;

/**
 * Looks from time to time at what the caches hold and have counted.
 */
public final class CostSampler implements CacheCosts, CacheObserver {

    private static final Logger logger = LoggerFactory.getLogger(CostSampler.class);

    /** Stands for the application's Redis among the names of stores. */
    private static final String APPLICATION = "";

    private final String namespace;

    private final KeySampler sampler;

    private final CostSettings settings;

    private final Function<String, CacheTerms> terms;

    private final LongSupplier ticker;

    private final Map<String, LoadTimes> loads = new ConcurrentHashMap<>();

    private final Map<String, CacheLedger> ledgers = new ConcurrentHashMap<>();

    private final Map<String, StoreSample> samples = new TreeMap<>();

    private final Set<String> troubles = new HashSet<>();

    /**
     * Create a sampler.
     * @param namespace the namespace
     * @param sampler draws keys
     * @param settings the settings
     * @param terms gives budgets and prices of a cache by its name
     * @param ticker the instance's nanosecond ticker
     */
    public CostSampler(String namespace, KeySampler sampler, CostSettings settings, Function<String, CacheTerms> terms,
            LongSupplier ticker) {
        this.namespace = namespace;
        this.sampler = sampler;
        this.settings = settings;
        this.terms = terms;
        this.ticker = ticker;
    }

    @Override
    public CacheProbe probe(String cache) {
        return loads(cache);
    }

    private LoadTimes loads(String cache) {
        return this.loads.computeIfAbsent(cache, (name) -> new LoadTimes());
    }

    @Override
    public void created(TieredCache cache) {
        String name = cache.getName();
        this.ledgers.put(name,
                new CacheLedger(cache, loads(name), this.terms.apply(name), this.settings, this.ticker.getAsLong()));
    }

    /**
     * Takes a look at each Redis that caches have entries in, and at the caches. Waits
     * for Redis.
     * @throws InterruptedException if the thread was interrupted
     */
    public synchronized void look() throws InterruptedException {
        List<CacheLedger> all = List.copyOf(this.ledgers.values());
        for (String store : all.stream().map(CostSampler::store).distinct().sorted().toList()) {
            sample(store);
        }
        long now = this.ticker.getAsLong();
        all.forEach((ledger) -> ledger.note(sampleOf(store(ledger)).estimate(ledger.cache().getName()), now));
    }

    private static String store(CacheLedger ledger) {
        return Objects.requireNonNullElse(ledger.cache().settings().l2().store(), APPLICATION);
    }

    private StoreSample sampleOf(String store) {
        return this.samples.computeIfAbsent(store, (name) -> new StoreSample(this.namespace));
    }

    private void sample(String store) throws InterruptedException {
        try {
            SampledKeys drawn = this.sampler
                .sample(store.equals(APPLICATION) ? null : store, this.settings.sampleSize())
                .get();
            sampleOf(store).add(drawn);
            if (this.troubles.remove(store)) {
                logger.info("What the caches hold in {} is known again", inWords(store));
            }
        }
        catch (ExecutionException ex) {
            String reason = Objects.requireNonNullElse(ex.getCause(), ex).getMessage();
            sampleOf(store).clear(String.valueOf(reason));
            if (this.troubles.add(store)) {
                logger.warn("What the caches hold in {} is not known, since it could not be sampled: {}",
                        inWords(store), reason);
            }
        }
    }

    private static String inWords(String store) {
        return store.equals(APPLICATION) ? "the application's Redis" : "the store '" + store + "'";
    }

    @Override
    public List<CacheCost> all() {
        return new TreeMap<>(this.ledgers).values().stream().map(CacheLedger::latest).toList();
    }

    @Override
    public @Nullable CacheCost of(String cache) {
        CacheLedger ledger = this.ledgers.get(cache);
        return (ledger != null) ? ledger.latest() : null;
    }

}
