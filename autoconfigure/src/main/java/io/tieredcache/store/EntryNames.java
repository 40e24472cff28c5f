package io.tieredcache.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The part of the name of an entry that tells its cache.
 */
public final class EntryNames {

    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-f]+);");

    private EntryNames() {
    }

    /**
     * The name of a cache as it is in the names of its entries.
     * @param cache the cache's name
     * @return a text without colons
     */
    public static String escaped(String cache) {
        StringBuilder out = new StringBuilder(cache.length());
        cache.codePoints().forEach((point) -> {
            if (isPlain(point)) {
                out.appendCodePoint(point);
            }
            else {
                out.append('%').append(Integer.toHexString(point)).append(';');
            }
        });
        return out.toString();
    }

    /**
     * The cache that an entry is of.
     * @param namespace the namespace
     * @param entry full name of the entry, which may come from elsewhere
     * @return the cache's name, {@code null} if the text is no name of an entry
     */
    public static @Nullable String cacheOf(String namespace, String entry) {
        int from = namespace.length() + 1;
        int to = entry.indexOf(':', from);
        if (!entry.startsWith(namespace + ":") || to < 0) {
            return null;
        }
        try {
            return ESCAPE.matcher(entry.substring(from, to))
                .replaceAll((escape) -> Matcher
                    .quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))));
        }
        catch (IllegalArgumentException ex) {
            return null;
        }
    }

    private static boolean isPlain(int point) {
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9')
                || point == '.' || point == '_' || point == '-';
    }

}
