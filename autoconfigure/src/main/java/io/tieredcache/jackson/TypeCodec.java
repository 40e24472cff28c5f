package io.tieredcache.jackson;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * Writes and reads the values of one type. A payload is the fingerprint of the type's
 * structure, 8 bytes, and what Jackson wrote.
 */
final class TypeCodec {

    private final ObjectReader reader;

    private final ObjectWriter writer;

    private final Structure structure;

    private final ConversionFailure failure;

    private volatile boolean readable;

    private TypeCodec(ObjectMapper mapper, JavaType type, Structure structure) {
        this.reader = mapper.readerFor(type);
        this.writer = mapper.writerFor(type);
        this.structure = structure;
        this.failure = new ConversionFailure(type.toCanonical(), structure.propertyNames());
    }

    static TypeCodec create(ObjectMapper mapper, Type type) {
        try {
            JavaType javaType = mapper.constructType(type);
            return new TypeCodec(mapper, javaType, StructureReader.read(mapper, javaType));
        }
        catch (RuntimeException | LinkageError | StackOverflowError ex) {
            throw ConversionFailure.ofType(type, ex);
        }
    }

    byte[] write(Object value) {
        byte[] content;
        try {
            content = this.writer.writeValueAsBytes(value);
        }
        catch (RuntimeException | LinkageError | StackOverflowError ex) {
            throw this.failure.onWrite(ex);
        }
        if (!this.readable) {
            readBack(content);
        }
        return ByteBuffer.allocate(Long.BYTES + content.length)
            .putLong(this.structure.fingerprint())
            .put(content)
            .array();
    }

    Object read(byte[] payload) {
        if (payload.length < Long.BYTES || ByteBuffer.wrap(payload).getLong() != this.structure.fingerprint()) {
            throw this.failure.otherStructure();
        }
        Object value;
        try {
            value = this.reader.readValue(payload, Long.BYTES, payload.length - Long.BYTES);
        }
        catch (RuntimeException | LinkageError | StackOverflowError ex) {
            throw this.failure.onRead(ex);
        }
        if (value == null) {
            throw this.failure.noValue();
        }
        return value;
    }

    private void readBack(byte[] content) {
        try {
            this.reader.readValue(content);
        }
        catch (RuntimeException | LinkageError | StackOverflowError ex) {
            throw this.failure.onReadBack(ex);
        }
        this.readable = true;
    }

}
