package io.tieredcache.contract;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;

/**
 * Settings of a cache in words, by the names of the properties that say them. What is
 * switched off is left out.
 */
public final class PolicyWords {

    private static final long[] UNIT_MILLIS = { 86_400_000, 3_600_000, 60_000, 1_000 };

    private static final String[] UNITS = { "d", "h", "m", "s" };

    private final Map<String, String> words = new LinkedHashMap<>();

    private PolicyWords() {
    }

    /**
     * All settings.
     * @param settings the settings
     * @return the words, in order
     */
    public static Map<String, String> of(CacheSettings settings) {
        PolicyWords policy = new PolicyWords();
        policy.promises(settings);
        policy.workings(settings);
        return policy.words;
    }

    /**
     * The settings that others depend on, which a contract is about.
     * @param settings the settings
     * @return the words, in order
     */
    static Map<String, String> ofPromises(CacheSettings settings) {
        PolicyWords policy = new PolicyWords();
        policy.promises(settings);
        return policy.words;
    }

    private void promises(CacheSettings settings) {
        add("consistency", kebab(settings.consistency()));
        if (settings.consistency() == Consistency.BOUNDED) {
            add("staleness-bound", settings.stalenessBound());
        }
        add("mode", kebab(settings.mode()));
        add("store", settings.l2().store());
        add("ttl", settings.l2().ttl());
        add("negative-ttl", settings.l2().negativeCaching() ? settings.l2().negativeTtl() : null);
        add("l1.ttl", settings.l1().ttl());
        addUnlessZero("stale.while-revalidate", settings.stale().whileRevalidate());
        addUnlessZero("stale.if-error", settings.stale().ifError());
        add("schema", String.valueOf(settings.keys().schema()));
        add("dimensions", settings.keys().dimensions());
        if (settings.keys().dimensionTags()) {
            add("dimension-tags", "true");
        }
        add("serializer", settings.l2().serializer());
        add("derived-from.caches", settings.derivedFrom().caches().stream().sorted().toList());
        add("derived-from.tags", settings.derivedFrom().tags().stream().sorted().toList());
        add("invalidation.when-unreachable", kebab(settings.whenUnreachable()));
    }

    private void workings(CacheSettings settings) {
        CacheSettings.L1 l1 = settings.l1();
        CacheSettings.L2 l2 = settings.l2();
        CacheSettings.Load load = settings.load();
        CacheSettings.Refresh refresh = settings.refresh();
        add("jitter", Math.round(l2.jitter() * 100) + "%");
        add("max-entry-size", l2.maxEntrySize() + "B");
        add("max-tags-per-entry", String.valueOf(l2.maxTags()));
        add("l1.max-entries", (l1.maxEntries() != null) ? String.valueOf(l1.maxEntries()) : null);
        add("l1.max-size", (l1.maxBytes() != null) ? l1.maxBytes() + "B" : null);
        if (l1.copyOnRead()) {
            add("l1.copy-on-read", "true");
        }
        add("l2.soft-timeout", l2.softTimeout());
        add("l2.hard-timeout", l2.hardTimeout());
        add("load.single-flight", kebab(load.singleFlight()));
        add("load.join-timeout", load.joinTimeout());
        add("load.lease-time", load.leaseTime());
        add("load.soft-timeout", load.softTimeout());
        add("load.hard-timeout", load.hardTimeout());
        add("stale.throttle", settings.stale().throttle());
        if (refresh.beta() > 0) {
            add("refresh.beta", String.valueOf(refresh.beta()));
        }
        if (refresh.hotKeys() > 0) {
            add("refresh.hot-keys", String.valueOf(refresh.hotKeys()));
            add("refresh.ahead", Math.round(refresh.ahead() * 100) + "%");
            add("refresh.concurrency", String.valueOf(refresh.concurrency()));
        }
        if (!refresh.named().keys().isEmpty()) {
            // How many, and not which: they are keys.
            add("refresh.keys", String.valueOf(refresh.named().keys().size()));
            add("refresh.interval", refresh.named().interval());
        }
    }

    private void add(String property, @Nullable String value) {
        if (value != null) {
            this.words.put(property, value);
        }
    }

    private void add(String property, @Nullable Duration value) {
        add(property, (value != null) ? inWords(value) : null);
    }

    private void add(String property, Collection<String> values) {
        add(property, values.isEmpty() ? null : String.join(", ", values));
    }

    private void addUnlessZero(String property, Duration value) {
        add(property, value.isZero() ? null : value);
    }

    private static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String inWords(Duration duration) {
        long millis = duration.toMillis();
        for (int i = 0; i < UNITS.length; i++) {
            if (millis > 0 && millis % UNIT_MILLIS[i] == 0) {
                return millis / UNIT_MILLIS[i] + UNITS[i];
            }
        }
        return millis + "ms";
    }

}
