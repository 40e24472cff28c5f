package io.tieredcache.jackson;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMethod;

/**
 * Tells whether an abstract type can be read by what its annotations say.
 */
final class SubtypeAnnotations {

    private final DeserializationConfig config;

    private final AnnotationIntrospector introspector;

    SubtypeAnnotations(ObjectMapper mapper) {
        this.config = mapper.deserializationConfig();
        this.introspector = this.config.getAnnotationIntrospector();
    }

    boolean describe(Class<?> type) {
        if (JsonNode.class.isAssignableFrom(type)) {
            return true;
        }
        JavaType javaType = this.config.constructType(type);
        AnnotatedClass annotated = this.config.classIntrospectorInstance().introspectClassAnnotations(javaType);
        return namesSubtypes(annotated) || this.introspector.findDeserializer(this.config, annotated) != null
                || this.introspector.findPOJOBuilder(this.config, annotated) != null
                || !javaType.equals(this.introspector.refineDeserializationType(this.config, annotated, javaType))
                || annotated.getFactoryMethods().stream().anyMatch(this::isCreator);
    }

    private boolean namesSubtypes(AnnotatedClass annotated) {
        JsonTypeInfo.Value info = this.introspector.findPolymorphicTypeInfo(this.config, annotated);
        return info != null && info.getIdType() != JsonTypeInfo.Id.NONE;
    }

    private boolean isCreator(AnnotatedMethod method) {
        JsonCreator.Mode mode = this.introspector.findCreatorAnnotation(this.config, method);
        return mode != null && mode != JsonCreator.Mode.DISABLED;
    }

}
