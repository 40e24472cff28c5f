package io.tieredcache;

import java.math.BigInteger;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Version of a value that is put, by which puts of one key are ordered whatever the order
 * they come in. Versions of one key must be of one kind and go up with its changes at the
 * source, as an optimistic lock or the time of the last change does.
 *
 * @param number the version, 0 or more
 * @since 0.1.0
 */
public record EntryVersion(long number) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /**
     * Create a version.
     * @param number the version, 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    public EntryVersion {
        Assert.isTrue(number >= 0, "a version must be 0 or more, but this one is negative");
    }

    /**
     * The version that a value stands for.
     * @param value a {@link Byte}, {@link Short}, {@link Integer}, {@link Long} or
     * {@link BigInteger} of 0 or more, or an {@link Instant} from 1970 to 2261, of which
     * the nanoseconds count
     * @return the version, {@code null} for {@code null}
     * @throws IllegalArgumentException for anything else
     */
    public static @Nullable EntryVersion of(@Nullable Object value) {
        if (value == null || value instanceof EntryVersion) {
            return (EntryVersion) value;
        }
        try {
            return new EntryVersion(number(value));
        }
        catch (ArithmeticException ex) {
            throw new IllegalArgumentException(
                    "a version must be below 2^63, or an Instant before the year 2262, but this %s is not"
                        .formatted(value.getClass().getName()),
                    ex);
        }
    }

    private static long number(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger big) {
            return big.longValueExact();
        }
        if (value instanceof Instant instant) {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
        }
        throw new IllegalArgumentException(
                "a version must be an integral number or an Instant, but this is a " + value.getClass().getName());
    }

}
