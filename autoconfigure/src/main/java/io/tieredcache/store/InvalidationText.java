package io.tieredcache.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An invalidation as text: the first line has the version and whether entries are evicted
 * or expire, each other line is a fence, a key, or the name of the store that the keys
 * after it are in. A text that cannot be read stands for everything, so that nothing is
 * lost by it.
 */
public final class InvalidationText {

    private static final String EVICT = "1 evict";

    private static final String EXPIRE = "1 expire";

    private static final String EVERYTHING = EVICT + "\nf" + FenceNames.NAMESPACE;

    private static final char FENCE = 'f';

    private static final char KEY = 'k';

    private static final char STORE = 's';

    private InvalidationText() {
    }

    /**
     * Writes an invalidation, or the clearing of the namespace where it is too long.
     * @param invalidation the invalidation
     * @param maxLength most characters of the text, which the clearing of the namespace
     * always has room in
     * @return the text
     */
    public static String write(StoredInvalidation invalidation, int maxLength) {
        StringBuilder text = new StringBuilder(invalidation.expiring() ? EXPIRE : EVICT);
        invalidation.fences().forEach((fence) -> line(text, FENCE, fence, maxLength));
        writeKeys(text, invalidation.keys(), maxLength);
        return (text.length() <= maxLength) ? text.toString() : EVERYTHING;
    }

    private static void writeKeys(StringBuilder text, List<StoredInvalidation.Key> keys, int maxLength) {
        Map<String, List<String>> others = new LinkedHashMap<>();
        for (StoredInvalidation.Key key : keys) {
            if (key.store() == null) {
                line(text, KEY, key.name(), maxLength);
            }
            else {
                others.computeIfAbsent(key.store(), (missing) -> new ArrayList<>()).add(key.name());
            }
        }
        others.forEach((store, names) -> {
            line(text, STORE, store, maxLength);
            names.forEach((name) -> line(text, KEY, name, maxLength));
        });
    }

    private static void line(StringBuilder text, char kind, String name, int maxLength) {
        if (text.length() > maxLength) {
            return;
        }
        text.append('\n').append(kind);
        // Half a character is sent to Redis as a question mark, and no database takes it.
        String sendable = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        for (int i = 0; i < sendable.length(); i++) {
            char each = sendable.charAt(i);
            switch (each) {
                case '\n' -> text.append("\\n");
                case '\\' -> text.append("\\\\");
                // No database takes it as text.
                case '\0' -> text.append("\\0");
                default -> text.append(each);
            }
        }
    }

    /**
     * Reads an invalidation.
     * @param text the text
     * @return the clearing of the namespace where it cannot be read
     */
    public static StoredInvalidation read(String text) {
        StoredInvalidation found = parse(text);
        return (found != null) ? found : StoredInvalidation.ofEverything();
    }

    /**
     * Reads an invalidation of which it matters whether it can be read.
     * @param text the text
     * @return {@code null} where it cannot be read
     */
    public static @Nullable StoredInvalidation parse(String text) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(EVICT) && !lines[0].equals(EXPIRE)) {
            return null;
        }
        List<StoredInvalidation.Key> keys = new ArrayList<>();
        List<String> fences = new ArrayList<>();
        String store = null;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            if (line.length() < 2) {
                return null;
            }
            switch (line.charAt(0)) {
                case FENCE -> fences.add(name(line));
                case KEY -> keys.add(new StoredInvalidation.Key(name(line), store));
                case STORE -> store = name(line);
                default -> {
                    return null;
                }
            }
        }
        return new StoredInvalidation(lines[0].equals(EXPIRE), keys, fences);
    }

    private static String name(String line) {
        StringBuilder name = new StringBuilder(line.length());
        for (int i = 1; i < line.length(); i++) {
            char each = line.charAt(i);
            if (each == '\\' && i + 1 < line.length()) {
                i++;
                char escaped = line.charAt(i);
                name.append((escaped == 'n') ? '\n' : (escaped == '0') ? '\0' : escaped);
            }
            else {
                name.append(each);
            }
        }
        return name.toString();
    }

}
