package io.tieredcache.jackson;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.jdk.JDKKeySerializers;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Refuses map keys that Jackson writes with {@code toString()} for want of anything
 * better. A class with a constructor for one text would read it back as another key. Such
 * a class needs {@code @JsonValue} or {@code @JsonKey}.
 */
final class ToStringKeys extends ValueSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public ValueSerializer<?> modifyKeySerializer(SerializationConfig config, JavaType type,
            BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
        boolean byToString = serializer.getClass() == JDKKeySerializers.Default.class;
        return (byToString && !StructureReader.isFromJdk(type.getRawClass())) ? new Refused(type) : serializer;
    }

    private static final class Refused extends StdSerializer<Object> {

        private Refused(JavaType type) {
            super(type);
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            context.reportBadDefinition(handledType(), "No way to write it as a key");
        }

    }

}
