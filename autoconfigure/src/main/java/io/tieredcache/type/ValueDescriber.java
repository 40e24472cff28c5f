package io.tieredcache.type;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tieredcache.ForbiddenTypeException;

/**
 * Finds the type of a value at run time, where its declared type leaves it open. Works on
 * groups: all elements of a container are described by one type.
 */
final class ValueDescriber {

    private final KnownClasses knownClasses;

    private final OpenTypes openTypes;

    private final DeclaredCheck declaredCheck;

    ValueDescriber(KnownClasses knownClasses, OpenTypes openTypes) {
        this.knownClasses = knownClasses;
        this.openTypes = openTypes;
        this.declaredCheck = new DeclaredCheck(openTypes);
    }

    Type describe(Type declared, Object value) {
        return describe(declared, Stream.of(value), 1);
    }

    private Type describe(Type declared, Stream<? extends @Nullable Object> values, int depth) {
        if (!this.openTypes.isOpen(declared)) {
            values.forEach((value) -> this.declaredCheck.check(declared, value));
            return declared;
        }
        List<Object> present = new ArrayList<>();
        values.filter(Objects::nonNull).forEach(present::add);
        if (present.isEmpty()) {
            return declared;
        }
        if (depth > TypeIdParser.MAX_DEPTH) {
            throw new UnstorableValueException(
                    "Containers without a declared type are nested deeper than %d levels. Declare the type"
                        .formatted(TypeIdParser.MAX_DEPTH));
        }
        Type found = describePresent(declared, present, depth);
        if (!this.openTypes.isAssignable(declared, found)) {
            throw new UnstorableValueException("A value that is declared as '%s' would come back as '%s'. Declare '%s'"
                .formatted(TypeText.of(declared), TypeText.of(found), TypeText.of(found)));
        }
        return found;
    }

    private Type describePresent(Type declared, List<Object> values, int depth) {
        if (declared instanceof GenericType generic && !this.openTypes.isOpenClass(generic.raw())) {
            return describeContents(generic.raw(), declared, values, depth);
        }
        Object first = values.get(0);
        Class<?> kind = kindOf(first);
        for (Object value : values) {
            if (value.getClass() != first.getClass() && kindOf(value) != kind) {
                return describeMixed(declared, values, kind, kindOf(value));
            }
        }
        return (kind.isInterface() || kind == Optional.class) ? describeContents(kind, declared, values, depth)
                : describeScalars(kind, values);
    }

    /** The interface of a container, else the class. */
    private Class<?> kindOf(Object value) {
        Class<?> type = ValueKinds.classOf(value);
        boolean ownContainer = !JdkTypes.isFromJdk(type) && ValueKinds.hasLastingName(type)
                && this.knownClasses.contains(type);
        Class<?> container = ownContainer ? null : ValueKinds.containerOf(value);
        return (container != null) ? container : type;
    }

    private Type describeMixed(Type declared, List<Object> values, Class<?> one, Class<?> other) {
        if (declared == Object.class && values.stream().allMatch(PlainValues::isPlain)) {
            return declared;
        }
        throw new UnstorableValueException(("Elements of different classes, '%s' and '%s', in place of '%s': declare "
                + "one type for all of them, one whose stored form names its subclasses (in Jackson @JsonTypeInfo)")
            .formatted(one.getName(), other.getName(), TypeText.of(declared)));
    }

    private Type describeContents(Class<?> container, Type declared, List<Object> values, int depth) {
        if (!ValueKinds.hasContents(container)) {
            throw new UnstorableValueException(
                    "The type arguments of '%s' are not known. Declare the type with all its arguments"
                        .formatted(TypeText.of(declared)));
        }
        values.forEach((value) -> this.declaredCheck.checkClass(container, value));
        List<Type> arguments = IntStream.range(0, container.getTypeParameters().length)
            .mapToObj((i) -> describe(argument(container, declared, i),
                    values.stream().flatMap((value) -> ValueKinds.contents(value, i)), depth + 1))
            .toList();
        if (arguments.get(0) == Object.class && values.stream().anyMatch(ValueKinds::hasKeys)) {
            throw new UnstorableValueException("Keys of different classes. Declare one type for all of them");
        }
        return new GenericType(container, arguments);
    }

    private static Type argument(Class<?> container, Type declared, int index) {
        return (declared instanceof GenericType generic && generic.raw().isAssignableFrom(container))
                ? generic.arguments().get(index) : Object.class;
    }

    private Type describeScalars(Class<?> kind, List<Object> values) {
        Type type = Types.reduce(kind);
        Class<?> element = Types.elementClass(kind);
        if (!ValueKinds.hasLastingName(element)) {
            throw new ForbiddenTypeException(
                    "Class '%s' has no lasting name. Use a class of its own, or declare the type"
                        .formatted(element.getName()));
        }
        if (!this.knownClasses.contains(element) && !element.isPrimitive()) {
            throw new ForbiddenTypeException(("Class '%s' is not on the allow-list. Declare the type of the value, or "
                    + "add the package to 'tiered-cache.serialization.allowed-packages'")
                .formatted(element.getName()));
        }
        if (element.getTypeParameters().length > 0 || this.openTypes.isOpen(type)) {
            throw new UnstorableValueException(
                    "Class '%s' does not tell the types of its contents. Declare the type with all its arguments"
                        .formatted(element.getName()));
        }
        values.forEach((value) -> this.declaredCheck.check(type, value));
        return type;
    }

}
