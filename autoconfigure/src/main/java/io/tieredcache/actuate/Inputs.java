package io.tieredcache.actuate;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

import io.tieredcache.CacheToggle;
import io.tieredcache.CacheToggles;
import io.tieredcache.Reach;
import io.tieredcache.StalenessAudit;

/**
 * What operators write, and how answers write the same. What is wrong is an
 * {@link IllegalArgumentException}.
 */
final class Inputs {

    private Inputs() {
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static CacheToggle toggle(@Nullable String text) {
        return one("toggle", CacheToggle.class, required("toggle", text));
    }

    static Reach reach(@Nullable String text) {
        return (text == null || text.isBlank()) ? Reach.FLEET : one("reach", Reach.class, text);
    }

    static Duration duration(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return CacheToggles.USUAL_TIME;
        }
        try {
            Duration duration = DurationStyle.detect(text.strip()).parse(text.strip(), ChronoUnit.SECONDS);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(CacheToggles.MOST_TIME) <= 0) {
                return duration;
            }
        }
        catch (IllegalArgumentException | ArithmeticException ex) {
            throw new IllegalArgumentException("'duration' is no time. Write it as '30s', '15m', '2h' or 'PT15M'.", ex);
        }
        throw new IllegalArgumentException("'duration' must be 1s to 24h.");
    }

    static double share(@Nullable String text) {
        try {
            double share = Double.parseDouble(required("share", text));
            if (StalenessAudit.isShare(share)) {
                return share;
            }
        }
        catch (NumberFormatException ex) {
            throw new IllegalArgumentException("'share' is no number. Write it as '0.01'.", ex);
        }
        throw new IllegalArgumentException("'share' must be 0 to 1.");
    }

    static String required(String parameter, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("'%s' is missing.".formatted(parameter));
        }
        return text;
    }

    static @Nullable String optional(@Nullable String text) {
        return (text == null || text.isBlank()) ? null : text;
    }

    private static <E extends Enum<E>> E one(String parameter, Class<E> type, String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        for (E value : type.getEnumConstants()) {
            if (name(value).equals(wanted)) {
                return value;
            }
        }
        throw new IllegalArgumentException("'%s' must be one of %s.".formatted(parameter,
                Arrays.stream(type.getEnumConstants()).map(Inputs::name).collect(Collectors.joining(", "))));
    }

}
