package io.tieredcache.type;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Checks that a value is of its declared type in such a way that it comes back as what it
 * is: a subclass would be cut down to the declared class without a word.
 */
final class DeclaredCheck {

    private final OpenTypes openTypes;

    DeclaredCheck(OpenTypes openTypes) {
        this.openTypes = openTypes;
    }

    void check(Type declared, @Nullable Object value) {
        if (value == null) {
            return;
        }
        Class<?> raw = Types.raw(declared);
        if (raw.isArray()) {
            checkArray(declared, raw, value);
            return;
        }
        checkClass(raw, value);
        if (declared instanceof GenericType generic && ValueKinds.hasContents(raw)) {
            List<Type> arguments = generic.arguments();
            for (int i = 0; i < arguments.size(); i++) {
                Type argument = arguments.get(i);
                ValueKinds.contents(value, i).forEach((element) -> check(argument, element));
            }
        }
    }

    void checkClass(Class<?> declared, Object value) {
        boolean fits = declared == ValueKinds.classOf(value)
                || ((declared.isInterface() || this.openTypes.isSelfDescribing(declared))
                        && declared.isInstance(value));
        if (!fits) {
            throw new UnstorableValueException(("A value of class '%s' does not come back as what it is when its type "
                    + "is declared as '%s'. Declare the class itself")
                .formatted(value.getClass().getName(), declared.getName()));
        }
        if (ValueKinds.hasOwnOrder(value)) {
            throw new UnstorableValueException(
                    "The comparator of a '%s' would be lost. Use the natural order or a List, or a LinkedHashMap"
                        .formatted(value.getClass().getName()));
        }
    }

    private void checkArray(Type declared, Class<?> raw, Object value) {
        checkClass(raw, value);
        if (value instanceof Object[] elements) {
            Type component = (declared instanceof GenericArray array) ? array.component() : raw.getComponentType();
            for (Object element : elements) {
                check(component, element);
            }
        }
    }

}
