package io.tieredcache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One value that is to be written.
 *
 * @param <T> the type of the value
 * @param id id of the record in its stream, {@code "direct"} for a value that never was
 * in a queue
 * @param key the key in its canonical text form, such as {@code s:HAM} or {@code i:42}; a
 * text of more than 200 characters is replaced by its digest, so let the value hold a
 * long key as well
 * @param value the value, {@code null} where the method returned {@code null} or an empty
 * Optional
 * @param queuedAt when the value was queued, by Redis's clock
 * @param attempt how often the record was handed to a handler by now, 1 for the first
 * time
 * @param order a number that is higher for each later record of the cache, over all
 * instances; the same when a record comes again
 * @since 0.1.0
 */
public record WriteRecord<T>(String id, String key, @Nullable T value, Instant queuedAt, int attempt, long order) {

    /** Id of a record that never was in a queue. */
    public static final String DIRECT = "direct";

    private static final String STRING = "s:";

    /**
     * The key, where it is a {@link String}.
     * @return the text as the caller gave it
     * @throws IllegalStateException if the key is something else
     */
    public String keyAsString() {
        if (!this.key.startsWith(STRING)) {
            throw new IllegalStateException(
                    "The key of a '%s' is no String; take it from the record's value".formatted(kind()));
        }
        return unescape(this.key.substring(STRING.length()));
    }

    /**
     * The key, where it is an {@code int}, {@code long}, {@code short} or {@code byte}.
     * @return the number
     * @throws IllegalStateException if the key is something else
     */
    public long keyAsLong() {
        return switch (kind()) {
            case "i", "l", "short", "byte" -> Long.parseLong(this.key.substring(this.key.indexOf(':') + 1));
            default -> throw new IllegalStateException(
                    "The key of a '%s' is no whole number; take it from the record's value".formatted(kind()));
        };
    }

    private String kind() {
        int colon = this.key.indexOf(':');
        return (colon > 0) ? this.key.substring(0, colon) : "composed key";
    }

    private static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length();) {
            if (text.charAt(i) == '%' && text.charAt(i + 1) != 'u') {
                octets.write(Integer.parseInt(text, i + 1, i + 3, 16));
                i += 3;
                continue;
            }
            out.append(octets.toString(StandardCharsets.UTF_8));
            octets.reset();
            if (text.charAt(i) == '%') {
                out.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
                i += 6;
            }
            else {
                out.append(text.charAt(i++));
            }
        }
        return out.append(octets.toString(StandardCharsets.UTF_8)).toString();
    }

}
