package io.tieredcache.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * The keys of {@code golden-keys.txt} by their names.
 */
final class GoldenKeys {

    private final Map<String, @Nullable Object> keys = new LinkedHashMap<>();

    private GoldenKeys() {
    }

    static Map<String, @Nullable Object> all() {
        GoldenKeys golden = new GoldenKeys();
        golden.addText();
        golden.addNumbers();
        golden.addTimes();
        golden.addOtherValues();
        golden.addCollections();
        golden.addArrays();
        golden.addRecordsAndParts();
        return golden.keys;
    }

    private void addText() {
        add("null", null);
        add("string-word", "HAM");
        add("string-empty", "");
        add("string-null-word", "null");
        add("string-digits", "42");
        add("string-plain-signs", "a-b._c:d/e@f+g=h");
        add("string-space", "Frankfurt am Main");
        add("string-line-ends", "a\r\nb\tc");
        add("string-braces", "{a}");
        add("string-shell-signs", "!\"#$%&'()*,;<>?[\\]^`|~");
        add("string-controls", "\u0000\u001b\u007f\u0085");
        add("string-latin", "Zürich");
        add("string-cyrillic", "Москва");
        add("string-cjk", "東京");
        add("string-emoji", "😀");
        add("string-unicode-spaces", "\u00a0\u2028\u3000");
        add("string-lone-high-surrogate", "a\ud83d");
        add("string-lone-low-surrogate", "\ude00a");
        add("string-198", "x".repeat(198));
        add("string-199", "x".repeat(199));
        add("string-escaped-200", "ü".repeat(33));
        add("string-escaped-206", "ü".repeat(34));
        add("char-letter", 'x');
        add("char-space", ' ');
        add("char-surrogate", '\ud83d');
        add("boolean-true", true);
        add("boolean-false", false);
    }

    private void addNumbers() {
        add("int", 42);
        add("int-zero", 0);
        add("int-min", Integer.MIN_VALUE);
        add("long", 42L);
        add("long-min", Long.MIN_VALUE);
        add("short", (short) -7);
        add("byte", (byte) 127);
        add("double-zero", 0.0);
        add("double-negative-zero", -0.0);
        add("double-whole", 42.0);
        add("double-tenth", 0.1);
        add("double-sum", 0.1 + 0.2);
        add("double-pi", Math.PI);
        add("double-large", 1e300);
        add("double-jdk17-differs", Double.parseDouble("2e23"));
        add("double-min", Double.MIN_VALUE);
        add("double-max", Double.MAX_VALUE);
        add("double-nan", Double.NaN);
        add("double-infinity", Double.NEGATIVE_INFINITY);
        add("float-zero", 0f);
        add("float-tenth", 0.1f);
        add("float-jdk17-differs", Float.parseFloat("1.1e10"));
        add("float-max", Float.MAX_VALUE);
        add("float-nan", Float.NaN);
        add("biginteger", new BigInteger("-123456789012345678901234567890"));
        add("bigdecimal-1.0", new BigDecimal("1.0"));
        add("bigdecimal-1.00", new BigDecimal("1.00"));
        add("bigdecimal-exponent", new BigDecimal("1E+10"));
        add("bigdecimal-small", new BigDecimal("-0.000000012"));
    }

    private void addTimes() {
        LocalDate date = LocalDate.of(2026, 11, 21);
        LocalTime time = LocalTime.of(8, 30, 15, 120_000_000);
        LocalDateTime dateTime = LocalDateTime.of(date, time);
        ZoneOffset offset = ZoneOffset.ofHoursMinutes(5, 30);
        add("instant", Instant.parse("2026-11-21T08:30:15.120Z"));
        add("instant-epoch", Instant.EPOCH);
        add("instant-nanos", Instant.ofEpochSecond(0, 1));
        add("date", Date.from(Instant.parse("2026-11-21T08:30:15.120Z")));
        add("date-negative", Date.from(Instant.ofEpochMilli(-1)));
        add("localdate", date);
        add("localdate-far", LocalDate.of(12026, 1, 1));
        add("localdate-bc", LocalDate.of(-1, 1, 1));
        add("localtime", time);
        add("localtime-midnight", LocalTime.MIDNIGHT);
        add("localdatetime", dateTime);
        add("offsettime", OffsetTime.of(time, offset));
        add("offsetdatetime", OffsetDateTime.of(dateTime, offset));
        add("offsetdatetime-utc", OffsetDateTime.of(dateTime, ZoneOffset.UTC));
        add("zoneddatetime", ZonedDateTime.of(dateTime, ZoneId.of("Europe/Berlin")));
        add("zoneddatetime-offset", ZonedDateTime.of(dateTime, offset));
        add("year", Year.of(2026));
        add("yearmonth", YearMonth.of(2026, 11));
        add("monthday", MonthDay.of(2, 29));
        add("duration", Duration.ofMinutes(90).plusMillis(5));
        add("duration-zero", Duration.ZERO);
        add("duration-negative", Duration.ofMillis(-500));
        add("period", Period.of(1, -2, 3));
        add("period-zero", Period.ZERO);
        add("zoneid", ZoneId.of("America/Argentina/Buenos_Aires"));
        add("zoneid-prefix", ZoneId.of("UTC+01:00"));
        add("zoneid-offset", ZoneOffset.ofHours(-8));
        add("zoneid-utc", ZoneOffset.UTC);
    }

    private void addOtherValues() {
        add("enum", DayOfWeek.MONDAY);
        add("enum-month", Month.MARCH);
        add("enum-nested", State.OPEN);
        add("enum-constant-with-body", State.CLOSED);
        add("uuid", UUID.fromString("123e4567-e89b-12d3-a456-426614174000"));
        add("locale", Locale.GERMANY);
        add("locale-root", Locale.ROOT);
        add("locale-script", Locale.forLanguageTag("zh-Hant-TW"));
        add("locale-extension", Locale.forLanguageTag("th-TH-u-ca-buddhist"));
        add("locale-without-tag", new Locale("no", "NO", "NY"));
        add("currency", Currency.getInstance("EUR"));
        add("uri", URI.create("HTTPS://Me@Example.com:8443/a%2fb/c?d=e&f=g#h"));
        add("uri-opaque", URI.create("mailto:ann@example.com"));
        add("uri-relative", URI.create("../a"));
        add("uri-file", URI.create("file:///tmp/a"));
        add("class", String.class);
        add("class-nested", Map.Entry.class);
        add("class-primitive", int.class);
        add("class-array", String[][].class);
        add("optional-empty", Optional.empty());
        add("optional", Optional.of("HAM"));
    }

    private void addCollections() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("to", "MUC");
        map.put("from", null);
        add("list", List.of("b", "a"));
        add("list-empty", List.of());
        add("list-null", Collections.singletonList(null));
        add("list-nested", List.of(List.of(1, 2), List.of(), 3));
        add("list-with-separator", List.of("a~s:b"));
        add("deque", new ArrayDeque<>(List.of(1, 2)));
        add("set", new LinkedHashSet<>(List.of(9, 10, 1)));
        add("set-empty", Set.of());
        add("set-mixed", new LinkedHashSet<>(Arrays.asList("1", 1, null, 1L)));
        add("map", map);
        add("map-empty", Map.of());
        add("map-nested", Map.of(List.of(1), Map.of(2, 3)));
        add("entry", Map.entry("HAM", 1));
    }

    private void addArrays() {
        add("array-int", new int[] { 1, 2, 3 });
        add("array-int-empty", new int[0]);
        add("array-long", new long[] { 1 });
        add("array-char", new char[] { 'a', ' ' });
        add("array-boolean", new boolean[] { true });
        add("array-double", new double[] { 0.5 });
        add("array-string", new String[] { "a", null });
        add("array-object", new Object[] { "a", 1 });
        add("array-nested", new int[][] { { 1 }, {} });
        add("array-boxed-byte", new Byte[] { 1 });
        add("bytes", new byte[] { 0, 127, -128, -1 });
        add("bytes-empty", new byte[0]);
    }

    private void addRecordsAndParts() {
        add("record", new Route("HAM", "MUC", 2));
        add("record-null", new Route("HAM", null, 2));
        add("record-empty", new Unit());
        add("record-nested", new Pair<>(new Unit(), List.of(new Pair<>(1, 2L))));
        add("record-long", new Pair<>("a".repeat(100), "b".repeat(100)));
        add("simple-key-empty", SimpleKey.EMPTY);
        add("simple-key-one", new SimpleKey("HAM"));
        add("simple-key-two", new SimpleKey("HAM", 42));
        add("simple-key-null", new SimpleKey((Object) null));
        add("simple-key-array", new SimpleKey(new int[] { 1 }, "HAM"));
    }

    private void add(String name, @Nullable Object key) {
        this.keys.put(name, key);
    }

    record Route(String to, @Nullable String from, int stops) {
    }

    record Pair<A, B>(A first, B second) {
    }

    record Unit() {
    }

    enum State {

        OPEN,

        CLOSED {

            @Override
            public String toString() {
                return "closed";
            }

        }

    }

}
