package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tieredcache.InvalidTieredCacheConfigurationException;

/**
 * Where the values of one cache come from.
 *
 * @param prefix prefix of the cache's own properties
 * @param own what is set for the cache
 * @param defaults what is set for all
 */
record CacheSource(String prefix, CacheProperties own, CacheProperties defaults) {

    <T> @Nullable T get(Function<CacheProperties, @Nullable T> getter) {
        T value = getter.apply(this.own);
        return (value != null) ? value : getter.apply(this.defaults);
    }

    <T> T get(Function<CacheProperties, @Nullable T> getter, T otherwise) {
        T value = get(getter);
        return (value != null) ? value : otherwise;
    }

    Duration positive(String property, Function<CacheProperties, @Nullable Duration> getter, Duration otherwise) {
        Duration value = positive(property, getter);
        return (value != null) ? value : otherwise;
    }

    @Nullable Duration positive(String property, Function<CacheProperties, @Nullable Duration> getter) {
        Duration value = get(getter);
        if (value != null) {
            checkPositive(property, value);
        }
        return value;
    }

    Duration notNegative(String property, Function<CacheProperties, @Nullable Duration> getter) {
        return notNegative(property, getter, Duration.ZERO);
    }

    Duration notNegative(String property, Function<CacheProperties, @Nullable Duration> getter, Duration otherwise) {
        Duration value = get(getter, otherwise);
        if (value.isNegative()) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must not be negative, found %s.".formatted(subject(property), Words.of(value)),
                    "Set '%s' to a time such as 30s, or to 0s to switch it off.".formatted(property(property)));
        }
        return value;
    }

    void checkPositive(String property, Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be a positive time, found %s.".formatted(subject(property), Words.of(duration)),
                    "Set '%s' to a positive time such as 30s.".formatted(property(property)));
        }
    }

    void checkRange(String property, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be %d to %d, found %d.".formatted(subject(property), least, most, value),
                    "Set '%s' to a number of that range.".formatted(property(property)));
        }
    }

    String property(String name) {
        return this.prefix + "." + name;
    }

    String subject(String name) {
        return "'" + property(name) + "'";
    }

}
