package io.tieredcache.jackson;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.ClassIntrospector;

/**
 * Walks from a type through the properties of all classes that it can reach.
 */
final class StructureReader {

    private static final int MAX_TYPES = 5000;

    private final SerializationConfig config;

    private final ClassIntrospector introspector;

    private final Set<JavaType> seen = new HashSet<>();

    private final Deque<JavaType> pending = new ArrayDeque<>();

    private final Set<String> lines = new TreeSet<>();

    private final Set<String> propertyNames = new HashSet<>();

    private StructureReader(ObjectMapper mapper) {
        this.config = mapper.serializationConfig();
        this.introspector = this.config.classIntrospectorInstance();
    }

    static Structure read(ObjectMapper mapper, JavaType type) {
        StructureReader reader = new StructureReader(mapper);
        reader.follow(type);
        reader.walk();
        return Structure.of(String.join("\n", reader.lines), reader.propertyNames);
    }

    private void walk() {
        while (!this.pending.isEmpty()) {
            JavaType type = this.pending.remove();
            follow(type.getKeyType());
            follow(type.getContentType());
            for (int i = 0; i < type.containedTypeCount(); i++) {
                follow(type.containedType(i));
            }
            if (hasProperties(type)) {
                describe(type);
            }
        }
    }

    private void follow(@Nullable JavaType type) {
        if (type != null && this.seen.add(type)) {
            this.pending.add(type);
        }
        if (this.seen.size() > MAX_TYPES) {
            throw new IllegalStateException("More than %d types".formatted(MAX_TYPES));
        }
    }

    private void describe(JavaType type) {
        String name = type.toCanonical();
        AnnotatedClass annotated = this.introspector.introspectClassAnnotations(type);
        BeanDescription description = this.introspector.introspectForSerialization(type, annotated);
        description.findProperties().forEach((property) -> {
            this.propertyNames.add(property.getName());
            add(name + "." + property.getName(), property.getPrimaryType());
        });
        AnnotatedMember value = description.findJsonValueAccessor();
        if (value != null) {
            add(name, value.getType());
        }
        this.config.getSubtypeResolver()
            .collectAndResolveSubtypesByClass(this.config, annotated)
            .forEach((subtype) -> add(name + "=" + subtype.getName(), this.config.constructType(subtype.getType())));
    }

    private void add(String name, JavaType type) {
        this.lines.add(name + ":" + type.toCanonical());
        follow(type);
    }

    static boolean isFromJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static boolean hasProperties(JavaType type) {
        return !isFromJdk(type.getRawClass()) && !type.isEnumType()
                && !type.isTypeOrSubTypeOf(JacksonSerializable.class);
    }

}
