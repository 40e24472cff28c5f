package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.KeyDimension;
import io.tieredcache.MissingDimensionException;
import io.tieredcache.key.KeyText;

/**
 * The application's key dimensions by name.
 */
public final class KeyDimensions {

    private final Map<String, KeyDimension> byName = new LinkedHashMap<>();

    /**
     * Create dimensions.
     * @param dimensions the application's beans
     */
    public KeyDimensions(Collection<? extends KeyDimension> dimensions) {
        for (KeyDimension dimension : dimensions) {
            if (this.byName.putIfAbsent(dimension.name(), dimension) != null) {
                throw new InvalidTieredCacheConfigurationException(
                        "Two KeyDimension beans have the name '%s'.".formatted(dimension.name()),
                        "Give each dimension a name of its own.");
            }
        }
    }

    /**
     * Checks that dimensions exist.
     * @param subject what requires them, as it is to be named in an error
     * @param names the dimensions' names
     */
    public void require(String subject, List<String> names) {
        for (String name : names) {
            if (!this.byName.containsKey(name)) {
                throw new InvalidTieredCacheConfigurationException(
                        "%s requires the key dimension '%s', but there is no such KeyDimension bean (found: %s)."
                            .formatted(subject, name, this.byName.isEmpty() ? "none" : this.byName.keySet()),
                        "Declare a KeyDimension bean whose name() is '%s', or take it out of the list."
                            .formatted(name));
            }
        }
    }

    /**
     * Current values.
     * @throws MissingDimensionException if one has none: the call fails closed
     */
    List<@Nullable Object> values(String subject, List<String> names) {
        List<@Nullable Object> values = new ArrayList<>(names.size() + 1);
        for (String name : names) {
            KeyDimension dimension = this.byName.get(name);
            Object value = (dimension != null) ? dimension.currentValue() : null;
            if (value == null) {
                throw new MissingDimensionException(subject, name);
            }
            values.add(value);
        }
        return values;
    }

    /**
     * Text of current values that makes a tag one of this tenant, locale or the like.
     */
    String tagScope(String subject, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        List<@Nullable Object> values = values(subject, names);
        StringBuilder scope = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            scope.append(names.get(i)).append('=').append(KeyText.of(values.get(i))).append('|');
        }
        return scope.toString();
    }

}
