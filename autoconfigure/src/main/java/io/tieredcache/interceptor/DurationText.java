package io.tieredcache.interceptor;

import java.time.Duration;

import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Durations as users write them.
 */
final class DurationText {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private DurationText() {
    }

    /**
     * Reads a time to live.
     * @param text such as {@code 30s} or {@code PT30S}
     * @return the duration
     * @throws IllegalArgumentException if it is no such duration, with a message that
     * goes on after the text
     */
    static Duration parse(String text) {
        return check(parseAny(text.strip()));
    }

    /**
     * Reads a time that may be zero.
     * @param text such as {@code 30s} or {@code PT30S}
     * @return the duration
     * @throws IllegalArgumentException if it is no such duration, with a message that
     * goes on after the text
     */
    static Duration parseNotNegative(String text) {
        Duration duration = parseAny(text.strip());
        if (duration.isNegative()) {
            throw new IllegalArgumentException("which is negative.");
        }
        return duration;
    }

    /**
     * Checks a time to live.
     * @param duration the duration
     * @return the duration
     * @throws IllegalArgumentException if it is less than Redis can keep, with a message
     * that goes on after the value
     */
    static Duration check(Duration duration) {
        if (duration.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("which is less than 1ms.");
        }
        return duration;
    }

    private static Duration parseAny(String text) {
        try {
            // Without a unit it would be read as milliseconds.
            if (!text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1))) {
                return DurationFormatterUtils.detectAndParse(text);
            }
        }
        catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("which is not a duration.", ex);
        }
        throw new IllegalArgumentException("which is not a duration with a unit.");
    }

}
