package io.tieredcache.jackson;

import java.sql.Timestamp;
import java.time.Instant;

import tools.jackson.databind.deser.std.StdConvertingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdConvertingSerializer;
import tools.jackson.databind.util.StdConverter;

/**
 * Keeps the nanoseconds of SQL timestamps, which Jackson cuts to milliseconds.
 */
final class SqlTimestamps {

    private SqlTimestamps() {
    }

    static void register(SimpleModule module) {
        module.addSerializer(Timestamp.class, new StdConvertingSerializer(Timestamp.class, new ToInstant()));
        module.addDeserializer(Timestamp.class, new StdConvertingDeserializer<>(new FromInstant()));
    }

    private static final class ToInstant extends StdConverter<Timestamp, Instant> {

        @Override
        public Instant convert(Timestamp value) {
            return value.toInstant();
        }

    }

    private static final class FromInstant extends StdConverter<Instant, Timestamp> {

        @Override
        public Timestamp convert(Instant value) {
            return Timestamp.from(value);
        }

    }

}
