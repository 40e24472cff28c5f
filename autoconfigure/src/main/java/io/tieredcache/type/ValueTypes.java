package io.tieredcache.type;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.ForbiddenTypeException;

/**
 * Gives values their types and types their texts, and finds the type of a text again. A
 * text is hostile until it is found in what this process knows: the types its methods
 * declare, a list of types of the JDK, and the allowed classes of the application.
 * <p>
 * Where a declared type does not say enough to read a value back, such as {@link Object}
 * or an interface, the value is described: a container of the JDK by its interface, its
 * elements by the one class that they share. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class ValueTypes {

    private static final int CACHED_TYPES = 4096;

    private final KnownClasses knownClasses;

    private final OpenTypes openTypes;

    private final ValueDescriber describer;

    private final Map<Type, Declared> declaredTypes = new ConcurrentHashMap<>();

    private final Map<String, ValueType> resolvedTypes = new ConcurrentHashMap<>();

    /**
     * Create value types.
     * @param classLoader loads the allowed application classes, {@code null} for the
     * bootstrap loader
     * @param allowedClassNames gives the binary names of the application classes that an
     * entry may name although no method declares them; asked once, on first need
     * @param selfDescribing tells the abstract classes and interfaces whose stored form
     * names the subclass by itself
     */
    public ValueTypes(@Nullable ClassLoader classLoader, Supplier<Set<String>> allowedClassNames,
            Predicate<Class<?>> selfDescribing) {
        this.knownClasses = new KnownClasses(classLoader, allowedClassNames);
        this.openTypes = new OpenTypes(selfDescribing);
        this.describer = new ValueDescriber(this.knownClasses, this.openTypes);
    }

    /**
     * Describes a declared type. Wildcards and type variables stand for their first
     * bound, a primitive type for its wrapper. Its classes may be named by entries from
     * then on.
     * @param type the generic type, as a method declares it
     * @return the type
     * @throws UnstorableValueException if its text is longer than 2,048 characters
     */
    public ValueType declared(Type type) {
        return lookUp(type).type();
    }

    /**
     * Describes a value that has no declared type.
     * @param value the value
     * @return the type to write it as
     * @throws ForbiddenTypeException if a class is not on the allow-list
     * @throws UnstorableValueException if the value does not tell its type, as with
     * elements of different classes or a generic class of the application
     */
    public ValueType of(Object value) {
        return forWriting(Object.class, value);
    }

    /**
     * Finds the type of a text that may be hostile. The text is compared with known names
     * only.
     * @param id the text, up to 2,048 characters and 16 levels
     * @return the type
     * @throws ForbiddenTypeException if the text is malformed or names a class that is
     * not known here
     */
    public ValueType resolve(String id) {
        ValueType resolved = this.resolvedTypes.get(id);
        if (resolved == null) {
            resolved = new ValueType(TypeIdParser.parse(id, this.knownClasses::find), id);
            remember(this.resolvedTypes, id, resolved);
        }
        return resolved;
    }

    /**
     * Whether a declared type does not say enough to read a value back, so that the value
     * has to be described.
     * @param type the generic type, as a method declares it
     * @return {@code true} for {@link Object}, abstract classes and interfaces other than
     * the usual containers, and for generic types with such an argument
     */
    public boolean isOpen(Type type) {
        return lookUp(type).open();
    }

    /**
     * Gives the type to write a value as.
     * @param declared the declared type, {@code null} if there is none
     * @param value the value
     * @return the type
     * @throws ForbiddenTypeException if a class is not on the allow-list
     * @throws UnstorableValueException if the value would not come back as what it is
     */
    public ValueType forWriting(@Nullable Type declared, Object value) {
        Declared known = lookUp((declared != null) ? declared : Object.class);
        Type found = this.describer.describe(known.type().javaType(), value);
        return known.open() ? typed(found) : known.type();
    }

    /**
     * Gives the type to read an entry as.
     * @param declared the declared type, {@code null} if there is none
     * @param id the text in the entry
     * @return the type
     * @throws ForbiddenTypeException if the text is malformed or names a class that is
     * not known here
     * @throws TypeMismatchException if the entry holds something else than declared
     */
    public ValueType expected(@Nullable Type declared, String id) {
        if (declared == null) {
            return resolve(id);
        }
        Declared known = lookUp(declared);
        if (known.type().id().equals(id)) {
            return known.type();
        }
        ValueType found = known.open() ? resolve(id) : null;
        if (found == null || !this.openTypes.isAssignable(known.type().javaType(), found.javaType())) {
            throw new TypeMismatchException("A stored entry is of type '%s', the caller declares '%s'"
                .formatted(TypeText.shown(id), known.type().id()));
        }
        return found;
    }

    private Declared lookUp(Type type) {
        Declared known = this.declaredTypes.get(type);
        if (known == null) {
            Type reduced = Types.reduce((type instanceof Class<?> raw) ? JdkTypes.wrapped(raw) : type);
            known = new Declared(typed(reduced), this.openTypes.isOpen(reduced));
            Types.forEachClass(reduced, this.knownClasses::learn);
            remember(this.declaredTypes, type, known);
        }
        return known;
    }

    private static ValueType typed(Type type) {
        String id = TypeText.of(type);
        if (id.length() > TypeIdParser.MAX_LENGTH) {
            throw new UnstorableValueException("Type '%s' has a text longer than %d characters"
                .formatted(TypeText.shown(id), TypeIdParser.MAX_LENGTH));
        }
        return new ValueType(type, id);
    }

    private static <K, V> void remember(Map<K, V> types, K key, V type) {
        if (types.size() < CACHED_TYPES) {
            types.put(key, type);
        }
    }

    private record Declared(ValueType type, boolean open) {

    }

}
