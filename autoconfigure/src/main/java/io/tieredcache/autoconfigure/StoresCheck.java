package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.L2Statuses;

/**
 * Checks the properties of stores, and which of them a cache names.
 */
final class StoresCheck {

    /** Names the application's Redis. */
    private static final String APPLICATION = "application";

    /** What names the application's Redis here, and in health, advice and the log. */
    private static final Set<String> RESERVED = Set.of(APPLICATION, L2Statuses.DEFAULT);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private StoresCheck() {
    }

    /**
     * The store that a cache names.
     * @return its name, {@code null} for the application's Redis
     */
    static @Nullable String storeOf(CacheSource source, TieredCacheProperties properties) {
        String store = source.get(CacheProperties::getStore);
        if (store == null || store.equals(APPLICATION)) {
            return null;
        }
        if (!properties.getStores().containsKey(store)) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s is '%s', but there is no such store; there are: %s.".formatted(source.subject("store"), store,
                            names(properties)),
                    "Declare it as 'tiered-cache.stores.%s', or set '%s' to one of those.".formatted(store,
                            source.property("store")));
        }
        return store;
    }

    private static String names(TieredCacheProperties properties) {
        StringBuilder names = new StringBuilder("'" + APPLICATION + "'");
        properties.getStores().keySet().forEach((name) -> names.append(", '").append(name).append("'"));
        return names.toString();
    }

    static void check(Map<String, StoreProperties> stores) {
        stores.forEach((name, store) -> {
            if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
                throw new InvalidTieredCacheConfigurationException(
                        "'tiered-cache.stores.%s': '%s' cannot be the name of a store.".formatted(name, name),
                        "Use letters, digits, dots, dashes and underscores, up to 64; 'application' and 'default' are "
                                + "names of the application's Redis.");
            }
            check("tiered-cache.stores." + name, store);
        });
    }

    static void check(String property, StoreProperties store) {
        List<String> places = places(store);
        if (places.size() != 1) {
            throw new InvalidTieredCacheConfigurationException(
                    places.isEmpty() ? "'%s' does not say where its Redis is.".formatted(property)
                            : "'%s' says where its Redis is by %s, which exclude each other.".formatted(property,
                                    String.join(" and ", places)),
                    "Set one of 'connection-factory', 'url', 'host', 'cluster.nodes' and 'sentinel.nodes'.");
        }
        if (store.getSentinel().getNodes().isEmpty() != (store.getSentinel().getMaster() == null)) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s.sentinel' needs both 'master' and 'nodes', and one of them is missing.".formatted(property),
                    "Set both.");
        }
        checkPositive(property + ".timeout", store.getTimeout());
        checkPositive(property + ".connect-timeout", store.getConnectTimeout());
    }

    private static List<String> places(StoreProperties store) {
        Map<String, Boolean> places = new LinkedHashMap<>();
        places.put("'connection-factory'", store.getConnectionFactory() != null);
        places.put("'url'", store.getUrl() != null);
        places.put("'host'", store.getHost() != null);
        places.put("'cluster.nodes'", !store.getCluster().getNodes().isEmpty());
        places.put("'sentinel.nodes'", !store.getSentinel().getNodes().isEmpty());
        return places.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    }

    private static void checkPositive(String property, @Nullable Duration duration) {
        if (duration != null && duration.toMillis() <= 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s' must be a positive time, found %s.".formatted(property, Words.of(duration)),
                    "Set '%s' to a positive time such as 500ms, or remove it.".formatted(property));
        }
    }

}
