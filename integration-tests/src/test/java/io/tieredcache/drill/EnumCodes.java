package io.tieredcache.drill;

import java.util.List;

/**
 * What the constants of an enum are called in a record.
 *
 * @param <E> the enum
 */
final class EnumCodes<E extends Enum<E>> {

    private final List<E> constants;

    EnumCodes(Class<E> type) {
        this.constants = List.of(type.getEnumConstants());
    }

    int of(E constant) {
        return this.constants.indexOf(constant);
    }

    E constant(int code) {
        return this.constants.get(code);
    }

}
