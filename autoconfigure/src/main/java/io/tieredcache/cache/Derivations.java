package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.tieredcache.CacheSettings;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.store.FenceNames;

/**
 * Which caches are derived from which. An entry of a derived cache is under the fences of
 * all its sources and of theirs, so that what invalidates a source needs to know nothing
 * of what is derived from it, but for one thing: that something is.
 */
final class Derivations {

    private static final String PROPERTY = "'tiered-cache.caches.%s.derived-from.caches'";

    private final Map<String, CacheSettings.DerivedFrom> declared = new HashMap<>();

    private final Set<String> sources = new HashSet<>();

    /**
     * Create the derivations.
     * @param caches the declared caches
     * @param exists whether a cache is declared or may be made on demand
     * @throws InvalidTieredCacheConfigurationException if a cache is derived from itself
     * or from one that cannot exist
     */
    Derivations(Collection<CacheSettings> caches, Predicate<String> exists) {
        for (CacheSettings cache : caches) {
            if (!cache.derivedFrom().isNothing()) {
                this.declared.put(cache.name(), cache.derivedFrom());
                this.sources.addAll(cache.derivedFrom().caches());
            }
        }
        this.declared.forEach((cache, from) -> from.caches().forEach((source) -> checkExists(cache, source, exists)));
        Set<String> checked = new HashSet<>();
        this.declared.keySet().stream().sorted().forEach((cache) -> checkNoCycle(List.of(cache), checked));
    }

    private static void checkExists(String cache, String source, Predicate<String> exists) {
        if (!exists.test(source)) {
            throw new InvalidTieredCacheConfigurationException(
                    "Cache '%s' is derived from '%s', which is not declared, and caches on demand are switched off."
                        .formatted(cache, source),
                    ("Correct " + PROPERTY + ", or declare the cache as 'tiered-cache.caches.%s'.").formatted(cache,
                            source));
        }
    }

    private void checkNoCycle(List<String> chain, Set<String> checked) {
        String cache = chain.get(chain.size() - 1);
        for (String source : of(cache).caches()) {
            List<String> longer = new ArrayList<>(chain);
            longer.add(source);
            if (chain.contains(source)) {
                throw new InvalidTieredCacheConfigurationException(
                        "Cache '%s' is derived from itself: %s.".formatted(source,
                                String.join(" -> ", longer.subList(chain.indexOf(source), longer.size()))),
                        ("Remove '%s' from " + PROPERTY + ", or another step of that chain.").formatted(source, cache));
            }
            if (!checked.contains(source)) {
                checkNoCycle(longer, checked);
            }
        }
        checked.add(cache);
    }

    private CacheSettings.DerivedFrom of(String cache) {
        return this.declared.getOrDefault(cache, CacheSettings.DerivedFrom.nothing());
    }

    /**
     * Checks the settings of a cache that was made on demand: what it is derived from had
     * to be known at the start, when nothing had been invalidated yet.
     */
    void check(CacheSettings cache) {
        if (!of(cache.name()).equals(cache.derivedFrom())) {
            throw new InvalidTieredCacheConfigurationException(
                    "Cache '%s' is made on demand, but is derived from others.".formatted(cache.name()),
                    "Declare it as 'tiered-cache.caches.%s'.".formatted(cache.name()));
        }
    }

    /**
     * Names of the fences that every entry of a cache is under because of what it is
     * derived from.
     */
    Collection<String> fencesOver(String cache) {
        Set<String> fences = new LinkedHashSet<>();
        addFences(cache, fences);
        return fences;
    }

    private void addFences(String cache, Set<String> fences) {
        of(cache).tags().stream().sorted().forEach((tag) -> fences.add(FenceNames.ofTag("", tag)));
        of(cache).caches().stream().sorted().forEach((source) -> {
            fences.add(FenceNames.ofCache(source));
            if (fences.add(FenceNames.ofDerivedFrom(source))) {
                addFences(source, fences);
            }
        });
    }

    /**
     * Names of the fences that an eviction or put of a key of a cache raises.
     */
    List<String> fencesRaisedBy(String cache) {
        return this.sources.contains(cache) ? List.of(FenceNames.ofDerivedFrom(cache)) : List.of();
    }

}
