package io.tieredcache.jackson;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/**
 * Closes the ways by which Jackson would load a class by a name from a payload.
 */
final class ClassNames {

    private ClassNames() {
    }

    static void deny(MapperBuilder<?, ?> builder) {
        builder.deactivateDefaultTyping();
        builder.polymorphicTypeValidator(new TypeIdsDenied());
        builder.addModule(new SimpleModule("tiered-cache-class-names")
            .addDeserializer(Class.class, new ValuesDenied<>(Class.class))
            .addDeserializer(JavaType.class, new ValuesDenied<>(JavaType.class))
            .addKeyDeserializer(Class.class, new KeysDenied()));
    }

    /** Refuses {@code @JsonTypeInfo} with class names as type ids. */
    private static final class TypeIdsDenied extends PolymorphicTypeValidator {

        private static final long serialVersionUID = 1L;

        @Override
        public Validity validateBaseType(DatabindContext context, JavaType baseType) {
            return Validity.DENIED;
        }

        @Override
        public Validity validateSubClassName(DatabindContext context, JavaType baseType, String subClassName) {
            return Validity.INDETERMINATE;
        }

        @Override
        public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
            // Asked for deduction only, which chooses among the subtypes that annotations
            // name.
            return Validity.ALLOWED;
        }

    }

    private static final class ValuesDenied<T> extends StdDeserializer<T> {

        private ValuesDenied(Class<T> type) {
            super(type);
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            return context.reportBadDefinition(getValueType(context), "Refused");
        }

    }

    private static final class KeysDenied extends KeyDeserializer {

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return context.reportBadDefinition(Class.class, "Refused");
        }

    }

}
