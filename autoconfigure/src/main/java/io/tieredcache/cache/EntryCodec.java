package io.tieredcache.cache;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tieredcache.ValueSerializer;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.type.ValueType;
import io.tieredcache.type.ValueTypes;

/**
 * Values to payloads and back, for one cache.
 */
final class EntryCodec {

    private static final byte[] NOTHING = new byte[0];

    private final ValueSerializer serializer;

    private final ValueTypes types;

    private final CacheProbe probe;

    EntryCodec(ValueSerializer serializer, ValueTypes types, CacheProbe probe) {
        this.serializer = serializer;
        this.types = types;
        this.probe = probe;
    }

    String serializerId() {
        return this.serializer.id();
    }

    /**
     * Serializes a value.
     * @param value the value as it is cached
     * @param declared the declared type, {@code null} if there is none
     */
    Encoded encode(@Nullable Object value, @Nullable Type declared) {
        if (value == null) {
            return new Encoded(NOTHING, "", Object.class);
        }
        ValueType type = this.types.forWriting(content(declared), value);
        long begun = System.nanoTime();
        byte[] payload = this.serializer.serialize(value, type.javaType());
        this.probe.serialized(System.nanoTime() - begun, payload.length);
        return new Encoded(payload, type.id(), type.javaType());
    }

    /**
     * Reads a value back.
     * @throws RuntimeException if the payload is no such value
     */
    @Nullable Object decode(Envelope envelope, @Nullable Type declared) {
        if (envelope.isNegative()) {
            return envelope.isOptional() ? Optional.empty() : null;
        }
        if (!envelope.serializer().equals(this.serializer.id())) {
            throw new IllegalArgumentException("written by another serializer");
        }
        ValueType type = this.types.expected(content(declared), envelope.type());
        long begun = System.nanoTime();
        Object value = this.serializer.deserialize(envelope.payload(), type.javaType());
        this.probe.deserialized(System.nanoTime() - begun, envelope.payload().length);
        return envelope.isOptional() ? Optional.of(value) : value;
    }

    /**
     * The serialized form of a value that was read back: that of any object with the same
     * content. Nobody is told of it, since no reader waits for it.
     * @param value the value as it is cached, not {@code null}
     * @param declared the declared type, {@code null} if there is none
     * @throws RuntimeException if it cannot be serialized and read back
     */
    byte[] settled(Object value, @Nullable Type declared) {
        Type type = this.types.forWriting(content(declared), value).javaType();
        Object back = this.serializer.deserialize(this.serializer.serialize(value, type), type);
        return this.serializer.serialize(back, this.types.forWriting(content(declared), back).javaType());
    }

    /**
     * What L1 holds of an entry whose readers each get a copy.
     */
    Copied copied(Envelope envelope, @Nullable Type declared) {
        return new Copied(envelope.payload(), this.types.expected(content(declared), envelope.type()).javaType(),
                envelope.isOptional());
    }

    /**
     * Makes a fresh copy of a value.
     */
    Object copy(Copied copied) {
        Object value = this.serializer.deserialize(copied.payload(), copied.type());
        return copied.optional() ? Optional.of(value) : value;
    }

    /**
     * The declared type of what is cached: the content of an Optional.
     */
    private static @Nullable Type content(@Nullable Type declared) {
        return (declared instanceof ParameterizedType generic && generic.getRawType() == Optional.class)
                ? generic.getActualTypeArguments()[0] : declared;
    }

    /**
     * A serialized value.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Encoded(byte[] payload, String typeId, Type type) {

    }

    /**
     * What L1 holds of a value whose readers each get a copy.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Copied(byte[] payload, Type type, boolean optional) {

    }

}
