package io.tieredcache.key;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tieredcache.UnsupportedKeyTypeException;

/**
 * The text of one key while it is written, and the types that enclose the current value.
 * <p>
 * The text is a sequence of tokens between {@code ~}. One value is one token, or a token
 * that ends its name with a count, followed by that many values. No token holds a
 * {@code ~} of its own, so there is one way only to read a text.
 */
final class KeyWriter {

    static final char SEPARATOR = '~';

    private static final int MAX_DEPTH = 64;

    private final StringBuilder text = new StringBuilder(64);

    private final List<Class<?>> path = new ArrayList<>();

    void write(@Nullable Object value) {
        if (value == null) {
            this.text.append("null");
            return;
        }
        if (this.path.size() == MAX_DEPTH) {
            throw unsupported(value, "is nested more than " + MAX_DEPTH + " levels deep or contains itself");
        }
        this.path.add(value.getClass());
        boolean written = KeyForms.write(value, this);
        this.path.remove(this.path.size() - 1);
        if (!written) {
            throw unsupported(value, "has no canonical text form");
        }
    }

    /**
     * Append what needs no escape, such as a prefix or the name of a class.
     */
    KeyWriter append(String plain) {
        this.text.append(plain);
        return this;
    }

    void appendEscaped(String value) {
        EscapedText.append(this.text, value);
    }

    void writeElements(String name, @Nullable Object... elements) {
        this.text.append(name).append(elements.length);
        for (Object element : elements) {
            writeElement(element);
        }
    }

    void writeElement(@Nullable Object element) {
        this.text.append(SEPARATOR);
        write(element);
    }

    void writeSorted(String name, Stream<String> texts) {
        String[] sorted = texts.sorted().toArray(String[]::new);
        this.text.append(name).append(sorted.length);
        for (String element : sorted) {
            this.text.append(SEPARATOR).append(element);
        }
    }

    /**
     * Text of a value that has its place in this key, but is not yet part of it.
     */
    String textOf(@Nullable Object value) {
        int start = this.text.length();
        write(value);
        String result = this.text.substring(start);
        this.text.setLength(start);
        return result;
    }

    private UnsupportedKeyTypeException unsupported(Object value, String problem) {
        Class<?> type = value.getClass();
        String place = this.path.isEmpty() ? ""
                : this.path.stream()
                    .limit(4)
                    .map(Class::getTypeName)
                    .collect(Collectors.joining("' > '", " inside of '", "'"));
        return new UnsupportedKeyTypeException(type,
                "Key type '%s'%s %s. Use a record, a value type, or a key expression such as #basket.id."
                    .formatted(type.getTypeName(), place, problem));
    }

    @Override
    public String toString() {
        return this.text.toString();
    }

}
