package io.tieredcache.outbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tieredcache.store.StoredInvalidation;

/**
 * An invalidation as text: the first line has the version and whether entries are evicted
 * or expire, each other line is a fence, a key, or the name of the store that the keys
 * after it are in. A text that cannot be read stands for everything, so that nothing is
 * lost by it.
 */
final class InvalidationText {

    /** Longest text that is written. */
    static final int MAX_LENGTH = 50_000;

    private static final String EVICT = "1 evict";

    private static final String EXPIRE = "1 expire";

    private static final char FENCE = 'f';

    private static final char KEY = 'k';

    private static final char STORE = 's';

    private InvalidationText() {
    }

    /**
     * Writes an invalidation, or the clearing of the namespace where it is too long.
     */
    static String write(StoredInvalidation invalidation) {
        StringBuilder text = new StringBuilder(invalidation.expiring() ? EXPIRE : EVICT);
        invalidation.fences().forEach((fence) -> line(text, FENCE, fence));
        writeKeys(text, invalidation.keys());
        return (text.length() <= MAX_LENGTH) ? text.toString() : write(StoredInvalidation.ofEverything());
    }

    private static void writeKeys(StringBuilder text, List<StoredInvalidation.Key> keys) {
        Map<String, List<String>> others = new LinkedHashMap<>();
        for (StoredInvalidation.Key key : keys) {
            if (key.store() == null) {
                line(text, KEY, key.name());
            }
            else {
                others.computeIfAbsent(key.store(), (missing) -> new ArrayList<>()).add(key.name());
            }
        }
        others.forEach((store, names) -> {
            line(text, STORE, store);
            names.forEach((name) -> line(text, KEY, name));
        });
    }

    private static void line(StringBuilder text, char kind, String name) {
        if (text.length() > MAX_LENGTH) {
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
     * @return the clearing of the namespace where it cannot be read
     */
    static StoredInvalidation read(String text) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(EVICT) && !lines[0].equals(EXPIRE)) {
            return StoredInvalidation.ofEverything();
        }
        List<StoredInvalidation.Key> keys = new ArrayList<>();
        List<String> fences = new ArrayList<>();
        String store = null;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            if (line.length() < 2) {
                return StoredInvalidation.ofEverything();
            }
            switch (line.charAt(0)) {
                case FENCE -> fences.add(name(line));
                case KEY -> keys.add(new StoredInvalidation.Key(name(line), store));
                case STORE -> store = name(line);
                default -> {
                    return StoredInvalidation.ofEverything();
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
