package io.tieredcache.key;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The characters that a key may hold as they are, and the percent form of all others. The
 * result is ASCII, so its length is its number of UTF-8 bytes, and it means the same to
 * every shell, terminal and Unicode version.
 */
final class EscapedText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final boolean[] PLAIN = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:/@+=".chars()
            .forEach((character) -> PLAIN[character] = true);
    }

    private EscapedText() {
    }

    static boolean isPlain(String value) {
        return plainLength(value) == value.length();
    }

    /**
     * Whether a text has only characters that a canonical text may have.
     */
    static boolean isCanonical(String text) {
        return text.chars().allMatch((character) -> isPlain(character) || character == '%' || character == '~');
    }

    static void append(StringBuilder out, String value) {
        int plain = plainLength(value);
        out.append(value, 0, plain);
        for (int i = plain; i < value.length();) {
            int codePoint = value.codePointAt(i);
            appendCodePoint(out, codePoint);
            i += Character.charCount(codePoint);
        }
    }

    private static int plainLength(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (!isPlain(value.charAt(i))) {
                return i;
            }
        }
        return length;
    }

    private static boolean isPlain(int codePoint) {
        return codePoint < PLAIN.length && PLAIN[codePoint];
    }

    private static void appendCodePoint(StringBuilder out, int codePoint) {
        if (isPlain(codePoint)) {
            out.append((char) codePoint);
        }
        else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            // UTF-8 has no form for half of a pair and would write '?' for each.
            out.append("%u").append(HEX.toHexDigits((char) codePoint));
        }
        else {
            for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                out.append('%').append(HEX.toHexDigits(octet));
            }
        }
    }

}
