package io.tieredcache.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

import io.tieredcache.UnsupportedKeyTypeException;

/**
 * The canonical text of a cache key: what stands between the braces of the Redis key
 * {@code tc:<ns>:<cache>:v<schema>:{<key>}} and in messages to other instances.
 * <p>
 * Equal values have equal texts and different values have different ones, on every
 * instance, JDK, default locale and time zone. A text is 1 to 200 ASCII characters out of
 * {@code A-Z a-z 0-9 - . _ : / @ + = % ~}, so it needs no quotes in a shell and is always
 * the whole hash tag for Redis Cluster. A longer one is replaced by {@code h:} and the 64
 * hexadecimal digits of its SHA-256.
 * <table>
 * <caption>Forms</caption>
 * <tr>
 * <th>Type</th>
 * <th>Example</th>
 * </tr>
 * <tr>
 * <td>{@code null}</td>
 * <td>{@code null}</td>
 * </tr>
 * <tr>
 * <td>{@code String}, {@code char}, {@code boolean}</td>
 * <td>{@code s:HAM}, {@code c:x}, {@code b:true}</td>
 * </tr>
 * <tr>
 * <td>{@code int}, {@code long}, {@code short}, {@code byte}</td>
 * <td>{@code i:42}, {@code l:42}, {@code short:42}, {@code byte:42}</td>
 * </tr>
 * <tr>
 * <td>{@code double}, {@code float}</td>
 * <td>{@code d:0.1}, {@code f:1}, {@code d:-0}, {@code d:NaN}</td>
 * </tr>
 * <tr>
 * <td>{@code BigInteger}, {@code BigDecimal}</td>
 * <td>{@code biginteger:42}, {@code bigdecimal:1.00}</td>
 * </tr>
 * <tr>
 * <td>enum constant</td>
 * <td>{@code e:com.shop.Order+State.OPEN}</td>
 * </tr>
 * <tr>
 * <td>{@code Instant}, {@code Local…}, {@code Offset…}, {@code ZonedDateTime},
 * {@code Year}, {@code YearMonth}, {@code MonthDay}, {@code Duration}, {@code Period},
 * {@code ZoneId}</td>
 * <td>{@code localdate:2026-11-21}, {@code duration:PT30S}: the simple name in lower case
 * and the ISO text</td>
 * </tr>
 * <tr>
 * <td>{@code java.util.Date}, no subclass</td>
 * <td>{@code date:2026-11-21T00:00:00Z}</td>
 * </tr>
 * <tr>
 * <td>{@code UUID}, {@code Locale}, {@code Currency}, {@code URI}, {@code Class}</td>
 * <td>{@code locale:de-DE}, {@code currency:EUR}, {@code class:java.lang.String}</td>
 * </tr>
 * <tr>
 * <td>{@code byte[]}</td>
 * <td>{@code bytes:00ff}</td>
 * </tr>
 * <tr>
 * <td>other array</td>
 * <td>{@code array2:int~i:1~i:2}</td>
 * </tr>
 * <tr>
 * <td>record</td>
 * <td>{@code r2:com.shop.PriceKey~currency=s:EUR~sku=s:A1}: components sorted by
 * name</td>
 * </tr>
 * <tr>
 * <td>{@code List}, {@code Deque}</td>
 * <td>{@code list2~s:a~s:b}, {@code deque1~s:a}</td>
 * </tr>
 * <tr>
 * <td>{@code Set}</td>
 * <td>{@code set2~i:1~i:2}: sorted by text</td>
 * </tr>
 * <tr>
 * <td>{@code Map}, {@code Map.Entry}</td>
 * <td>{@code map1~s:a~i:1}, {@code entry2~s:a~i:1}: a map sorted by text</td>
 * </tr>
 * <tr>
 * <td>{@code Optional}</td>
 * <td>{@code optional0}, {@code optional1~s:a}</td>
 * </tr>
 * <tr>
 * <td>several parameters, {@code SimpleKey}</td>
 * <td>{@code p0}, {@code p2~s:HAM~i:42}</td>
 * </tr>
 * </table>
 * <p>
 * Every other character is written as its UTF-8 bytes, {@code %20} for a space, and a
 * surrogate without its partner as {@code %uD83D}. The forms do not change within a major
 * version.
 *
 * @since 0.1.0
 */
public final class KeyText {

    /** Most characters of a text. */
    public static final int MAX_LENGTH = 200;

    private static final String STRING_PREFIX = "s:";

    private KeyText() {
    }

    /**
     * Canonical text of one key. Collections, arrays and records are read element by
     * element and must not change meanwhile.
     * <p>
     * Safe for concurrent use.
     * @param key the key, which may be {@code null}
     * @return the text, never empty
     * @throws UnsupportedKeyTypeException if the type of the key, or of a value inside of
     * it, has no form, or if values are nested more than 64 levels deep
     */
    public static String of(@Nullable Object key) {
        if (key instanceof String string && string.length() <= MAX_LENGTH - STRING_PREFIX.length()
                && EscapedText.isPlain(string)) {
            return STRING_PREFIX.concat(string);
        }
        KeyWriter writer = new KeyWriter();
        writer.write(key);
        return shorten(writer.toString());
    }

    /**
     * Canonical text of a key made of several parts, such as all parameters of a method.
     * <p>
     * A single part has the text of that part; any other number has the text of a
     * {@link SimpleKey} of the parts, which is not that of a list or array of them.
     * @param parts the parts in their order, which may be {@code null} each
     * @return the text, never empty
     * @throws UnsupportedKeyTypeException as for {@link #of(Object)}
     */
    public static String ofParts(List<? extends @Nullable Object> parts) {
        if (parts.size() == 1) {
            return of(parts.get(0));
        }
        KeyWriter writer = new KeyWriter();
        writer.writeElements("p", parts.toArray());
        return shorten(writer.toString());
    }

    /**
     * Canonical text of a key that is given by its canonical text already, such as
     * {@code p2~s:HAM~i:42}: the text itself, or what replaces it where it is too long.
     * @param text the text
     * @return the text of the key
     * @throws IllegalArgumentException if it is empty or has a character that no
     * canonical text has
     */
    public static String ofCanonical(String text) {
        if (text.isEmpty() || !EscapedText.isCanonical(text)) {
            throw new IllegalArgumentException(
                    "A canonical key text has no characters or one outside of 'A-Z a-z 0-9 - . _ : / @ + = % ~'."
                            + " Write it as KeyText.of gives it.");
        }
        return shorten(text);
    }

    /**
     * Whether the key itself may stand for its text in a map of this process: it cannot
     * change, and it equals another such key exactly when their texts are equal. So for
     * strings, numbers, enum constants, {@code UUID}, {@code java.time} values,
     * {@code Locale} and {@code Currency}, and for a {@link SimpleKey} of these and of
     * {@code null}; not for records, whose components may change.
     * <p>
     * Do not mix such keys with bare texts in one map: the string {@code "i:1"} is itself
     * a key, and also the text of another.
     * @param key the key, which may be {@code null}
     * @return whether the key may be used in place of its text; {@code false} for
     * {@code null}
     */
    public static boolean isImmutableKey(@Nullable Object key) {
        if (key == null) {
            return false;
        }
        return (key.getClass() != SimpleKey.class) ? ValueForms.isImmutable(key)
                : areImmutable(SimpleKeyParams.of((SimpleKey) key));
    }

    private static boolean areImmutable(@Nullable Object[] values) {
        for (Object value : values) {
            if (value != null && !ValueForms.isImmutable(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a key is an {@linkplain #isImmutableKey(Object) immutable} one that may be
     * kept: none whose strings together are longer than {@link #MAX_LENGTH}, of which a
     * text would only have a digest.
     * @param key the key, which may be {@code null}
     * @return whether the key may be kept in place of its text
     */
    public static boolean isKeepable(@Nullable Object key) {
        if (key instanceof String text) {
            return text.length() <= MAX_LENGTH;
        }
        if (key instanceof Long || key instanceof Integer) {
            return true;
        }
        if (!isImmutableKey(key)) {
            return false;
        }
        return !(key instanceof SimpleKey several) || areShort(SimpleKeyParams.of(several));
    }

    private static boolean areShort(@Nullable Object[] values) {
        int length = values.length;
        for (Object value : values) {
            length += (value instanceof String text) ? text.length() : 0;
        }
        return length <= MAX_LENGTH;
    }

    private static String shorten(String text) {
        return (text.length() <= MAX_LENGTH) ? text : "h:" + HexFormat.of().formatHex(sha256(text));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform must have SHA-256", ex);
        }
    }

}
