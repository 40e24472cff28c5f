package io.tieredcache.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheTagContributor;
import io.tieredcache.ReadOutcome;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.CacheProbe;

/**
 * The counter {@value #NAME}: reads by a tag of the application's own, for each
 * {@link CacheTagContributor}. Its meters are made when a value is first seen, for the
 * first values of each tag; the rest is {@code other}.
 *
 * @since 0.1.0
 */
public final class TaggedReadMetrics implements CacheObserver, MeterBinder {

    /** Name of the counter. */
    public static final String NAME = "tiered.cache.reads.tagged";

    /** Stands for all values beyond the bound. */
    static final String OTHER = "other";

    /** Stands for no value. */
    static final String NONE = "none";

    private static final int MAX_LENGTH = 128;

    private static final Logger logger = LoggerFactory.getLogger(TaggedReadMetrics.class);

    private final CompositeMeterRegistry meters = new CompositeMeterRegistry();

    private final List<Dimension> dimensions;

    private final int maxValues;

    /**
     * Create the meters.
     * @param contributors give the values
     * @param maxValues most values of a tag
     */
    public TaggedReadMetrics(List<CacheTagContributor> contributors, int maxValues) {
        this.dimensions = contributors.stream()
            .map((contributor) -> new Dimension(contributor, contributor.tag()))
            .toList();
        this.maxValues = maxValues;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.meters.add(registry);
    }

    @Override
    public CacheProbe probe(String cache) {
        List<CountedReads> counted = this.dimensions.stream()
            .map((dimension) -> new CountedReads(cache, dimension))
            .toList();
        return new CacheProbe() {

            @Override
            public boolean wantsReads() {
                return true;
            }

            @Override
            public void read(Object key, ReadOutcome outcome) {
                counted.forEach((each) -> each.count(key, outcome));
            }

        };
    }

    /**
     * A tag, with the values that were seen.
     */
    private final class Dimension {

        private final CacheTagContributor contributor;

        private final String tag;

        private final Set<String> values = ConcurrentHashMap.newKeySet();

        private volatile boolean warned;

        Dimension(CacheTagContributor contributor, String tag) {
            this.contributor = contributor;
            this.tag = tag;
        }

        String value(String cache, Object key) {
            String value = ask(cache, key);
            if (value == null || value.isBlank()) {
                return NONE;
            }
            return (this.values.contains(value) || admit(value)) ? value : OTHER;
        }

        private @Nullable String ask(String cache, Object key) {
            try {
                return this.contributor.value(cache, key);
            }
            catch (RuntimeException ex) {
                if (!this.warned) {
                    this.warned = true;
                    logger.warn("The CacheTagContributor of '{}' failed with {}; its reads have no value", this.tag,
                            ex.getClass().getName());
                }
                return null;
            }
        }

        private boolean admit(String value) {
            if (value.length() > MAX_LENGTH) {
                return false;
            }
            synchronized (this.values) {
                return this.values.contains(value)
                        || (this.values.size() < TaggedReadMetrics.this.maxValues && this.values.add(value));
            }
        }

    }

    /**
     * The reads of a cache by the values of a tag.
     */
    private final class CountedReads {

        private final Map<String, Map<ReadOutcome, Counter>> counters = new ConcurrentHashMap<>();

        private final String cache;

        private final Dimension dimension;

        CountedReads(String cache, Dimension dimension) {
            this.cache = cache;
            this.dimension = dimension;
        }

        void count(Object key, ReadOutcome outcome) {
            Map<ReadOutcome, Counter> ofValue = this.counters.computeIfAbsent(this.dimension.value(this.cache, key),
                    this::counters);
            Objects.requireNonNull(ofValue.get(outcome)).increment();
        }

        private Map<ReadOutcome, Counter> counters(String value) {
            Map<ReadOutcome, Counter> made = new EnumMap<>(ReadOutcome.class);
            for (ReadOutcome outcome : ReadOutcome.values()) {
                made.put(outcome, Counter.builder(NAME)
                    .tags("cache", this.cache, "level", (outcome.level() != null) ? Words.of(outcome.level()) : NONE,
                            "result", outcome.result())
                    .tags("tag", this.dimension.tag, "value", value)
                    .description("Reads by a tag of the application's own")
                    .baseUnit("reads")
                    .register(TaggedReadMetrics.this.meters));
            }
            return made;
        }

    }

}
