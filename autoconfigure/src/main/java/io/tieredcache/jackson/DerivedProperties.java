package io.tieredcache.jackson;

import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Leaves out what getters compute and nothing sets, provided that every field of the
 * class is restored by a property. Otherwise the getter may stand for state, and the
 * class is found to be unreadable when its first value is read back.
 */
final class DerivedProperties extends ValueSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(SerializationConfig config, BeanDescription.Supplier bean,
            List<BeanPropertyWriter> properties) {
        List<BeanPropertyDefinition> restored = restored(config, bean);
        Set<String> fields = restored.stream().map(BeanPropertyDefinition::getInternalName).collect(Collectors.toSet());
        if (stateFields(config, bean.getClassInfo()).allMatch((field) -> fields.contains(field.getName()))) {
            Set<String> kept = new HashSet<>();
            restored.forEach((property) -> kept.add(property.getName()));
            typeId(config, bean.getClassInfo()).forEach(kept::add);
            properties.removeIf((property) -> !kept.contains(property.getName()));
        }
        return properties;
    }

    private static List<BeanPropertyDefinition> restored(SerializationConfig config, BeanDescription.Supplier bean) {
        BeanDescription description = config.classIntrospectorInstance()
            .introspectForDeserialization(bean.getType(), bean.getClassInfo());
        return description.findProperties().stream().filter((property) -> property.getMutator() != null).toList();
    }

    private static Stream<AnnotatedField> stateFields(SerializationConfig config, AnnotatedClass type) {
        AnnotationIntrospector introspector = config.getAnnotationIntrospector();
        return StreamSupport.stream(type.fields().spliterator(), false)
            .filter((field) -> !Modifier.isTransient(field.getModifiers())
                    && !introspector.hasIgnoreMarker(config, field));
    }

    /** The getter that gives the type id, if the class has such a one. */
    private static Stream<String> typeId(SerializationConfig config, AnnotatedClass type) {
        JsonTypeInfo.Value info = config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type);
        boolean isProperty = info != null && info.getInclusionType() == JsonTypeInfo.As.EXISTING_PROPERTY;
        return isProperty ? Stream.ofNullable(info.getPropertyName()) : Stream.empty();
    }

}
