package io.tieredcache.key;

import java.lang.reflect.Array;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Chooses the form of a value, and holds those of the types made of other values.
 */
final class KeyForms {

    private KeyForms() {
    }

    /**
     * Write the value, or nothing if its type has no form.
     */
    static boolean write(Object value, KeyWriter out) {
        ValueForms.Form form = ValueForms.find(value);
        if (form != null) {
            form.write(value, out);
            return true;
        }
        // First, since a record may be a collection too and hold more than its elements.
        return writeNamed(value, out) || writeCollection(value, out);
    }

    private static boolean writeNamed(Object value, KeyWriter out) {
        if (value instanceof Enum<?> constant) {
            out.append("e:")
                .append(ClassText.of(constant.getDeclaringClass()))
                .append(".")
                .appendEscaped(constant.name());
        }
        else if (value instanceof Record) {
            RecordForm.of(value.getClass()).write(value, out);
        }
        else if (value instanceof Class<?> type) {
            out.append("class:").append(ClassText.of(type));
        }
        else if (value instanceof Locale locale) {
            LocaleForm.write(locale, out);
        }
        else {
            return false;
        }
        return true;
    }

    private static boolean writeCollection(Object value, KeyWriter out) {
        if (value instanceof List<?> list) {
            out.writeElements("list", list.toArray());
        }
        else if (value instanceof Set<?> set) {
            out.writeSorted("set", set.stream().map(out::textOf));
        }
        else if (value instanceof Map<?, ?> map) {
            out.writeSorted("map", map.entrySet().stream().map((entry) -> textOf(entry, out)));
        }
        else if (value instanceof Map.Entry<?, ?> entry) {
            out.writeElements("entry", entry.getKey(), entry.getValue());
        }
        else if (value instanceof Deque<?> deque) {
            out.writeElements("deque", deque.toArray());
        }
        else if (value instanceof Optional<?> optional) {
            out.writeElements("optional", optional.stream().toArray());
        }
        else if (value.getClass() == SimpleKey.class) {
            out.writeElements("p", SimpleKeyParams.of((SimpleKey) value));
        }
        else if (value.getClass().isArray()) {
            writeArray(value, out);
        }
        else {
            return false;
        }
        return true;
    }

    private static void writeArray(Object array, KeyWriter out) {
        int length = Array.getLength(array);
        out.append("array" + length + ":").append(ClassText.of(array.getClass().componentType()));
        for (int i = 0; i < length; i++) {
            out.writeElement(Array.get(array, i));
        }
    }

    private static String textOf(Map.Entry<?, ?> entry, KeyWriter out) {
        return out.textOf(entry.getKey()) + KeyWriter.SEPARATOR + out.textOf(entry.getValue());
    }

}
