package io.tieredcache.cache;

import java.lang.reflect.Type;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A value in the form in which the audit compares it: serialized, read back and
 * serialized again, so that an object of the source and one that was read from L2 have
 * the same form. Values are not asked whether they are equal, since those with an
 * identity of their own, such as entities, say so whatever else has changed. Only one
 * that cannot be serialized is asked, if it has an {@code equals} of its own.
 */
final class ComparedValue {

    private final @Nullable Object value;

    private final byte @Nullable [] form;

    private ComparedValue(@Nullable Object value, byte @Nullable [] form) {
        this.value = value;
        this.form = form;
    }

    /**
     * Makes a value ready.
     * @param codec serializes it
     * @param value the value as a caller gets it
     * @param declared its declared type, {@code null} for none
     */
    static ComparedValue of(EntryCodec codec, @Nullable Object value, @Nullable Type declared) {
        Object cached = EntryDrafts.cached(value);
        if (cached == null) {
            return new ComparedValue(null, null);
        }
        try {
            return new ComparedValue(cached, codec.settled(cached, declared));
        }
        catch (RuntimeException | StackOverflowError ex) {
            return new ComparedValue(cached, null);
        }
    }

    Match match(ComparedValue other) {
        if (this.value == null || other.value == null) {
            return Match.of(this.value == other.value);
        }
        if (this.form != null && other.form != null) {
            return Match.of(Arrays.equals(this.form, other.form));
        }
        if (this.value == other.value) {
            return Match.SAME;
        }
        return hasOwnEquals(this.value) ? Match.of(this.value.equals(other.value)) : Match.UNKNOWN;
    }

    private static boolean hasOwnEquals(Object value) {
        try {
            return value.getClass().getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        }
        catch (NoSuchMethodException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Whether two values are the same.
     */
    enum Match {

        SAME, DIFFERENT, UNKNOWN;

        private static Match of(boolean same) {
            return same ? SAME : DIFFERENT;
        }

    }

}
