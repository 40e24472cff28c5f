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
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

import io.tieredcache.key.RandomKey.Model;

/**
 * Random keys that hold no others, out of few and awkward values, so that they come close
 * to each other.
 */
final class RandomValues {

    private static final List<Class<?>> COMPONENT_TYPES = List.of(boolean.class, char.class, short.class, int.class,
            long.class, float.class, double.class, Integer.class, String.class, int[].class, int[][].class,
            byte[].class);

    private static final int EARLIER_TEXTS = 1_000;

    private static final List<String> FRAGMENTS = List.of("a", "b", "1", "2", "~", "%", ":", "=", "{", "}", " ", "\n",
            "s:", "i:1", "~s:", "null", "list1", "p2~", "7E", "%7E", "%20", "%uD83D", "\uD83D", "\uDE00", "ü", "東",
            "e\u0301", "=s:");

    private static final List<String> SEPARATORS = List.of("a", "~s:", "%7Es:");

    private static final List<ZoneOffset> OFFSETS = List.of(ZoneOffset.UTC, ZoneOffset.ofHours(1),
            ZoneOffset.ofTotalSeconds(3601), ZoneOffset.ofHours(-1));

    private static final List<ZoneId> ZONES = List.of(ZoneOffset.UTC, ZoneId.of("UTC"), ZoneId.of("UTC+1"),
            ZoneOffset.ofHours(1), ZoneId.of("Europe/Berlin"), ZoneId.of("Europe/Paris"), ZoneId.of("GMT0"));

    private static final List<Locale> LOCALES = List.of(Locale.ROOT, Locale.GERMAN, Locale.GERMANY, Locale.US,
            new Locale("no", "NO", "NY"), new Locale("nn", "NO"), new Locale("ja", "JP", "JP"), new Locale("", "DE"),
            new Locale("a_b", "c"), new Locale("a", "b_c"), new Locale("a", "b", "c"), new Locale("de", "DE", "POSIX"),
            Locale.forLanguageTag("zh-Hant-TW"), Locale.forLanguageTag("de-x-a"), new Locale("", "", "x"),
            Locale.forLanguageTag("th-TH-u-ca-buddhist"), Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));

    private static final List<String> URIS = List.of("", "a", "/a", "//a", "//A", "file:/a", "file:///a", "file:////a",
            "file://a", "FILE:a", "file:A", "http://a:", "http://a", "http://a:80", "http://u@a", "http://U@a",
            "http://a_b/%c3", "http://A_b/%C3", "http://a/?", "http://a/#", "http://a/?%7e#%7E", "mailto:a%7e");

    private static final List<Class<?>> CLASSES = List.of(int.class, Integer.class, int[].class, Integer[].class,
            Map.Entry.class, Map.Entry[][].class, byte[].class, void.class);

    private final Map<Class<?>, Supplier<Object>> suppliers = new LinkedHashMap<>();

    private final List<Class<?>> types;

    private final List<String> earlierTexts = new ArrayList<>();

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
        addNumbers();
        addTimes();
        addOthers();
        this.types = List.copyOf(this.suppliers.keySet());
    }

    private void addNumbers() {
        add(boolean.class, this.random::nextBoolean);
        add(byte.class, () -> (byte) number());
        add(short.class, () -> (short) number());
        add(int.class, () -> (int) number());
        add(Integer.class, () -> (int) number());
        add(long.class, this::number);
        add(float.class, this::floatNumber);
        add(double.class, this::doubleNumber);
        add(BigInteger.class, () -> BigInteger.valueOf(number()));
        add(BigDecimal.class, () -> BigDecimal.valueOf(number(), this.random.nextInt(25) - 12));
    }

    private void addTimes() {
        add(Instant.class, () -> Instant.ofEpochSecond(number(), number()));
        add(Date.class, () -> Date.from(Instant.ofEpochMilli(number())));
        add(LocalDate.class, this::date);
        add(LocalTime.class, this::time);
        add(LocalDateTime.class, () -> LocalDateTime.of(date(), time()));
        add(OffsetTime.class, () -> OffsetTime.of(time(), oneOf(OFFSETS)));
        add(OffsetDateTime.class, () -> OffsetDateTime.of(date(), time(), oneOf(OFFSETS)));
        add(ZonedDateTime.class, () -> hourAroundEndOfSummer().atZone(oneOf(ZONES)));
        add(Year.class, () -> Year.of((int) small()));
        add(YearMonth.class, () -> YearMonth.from(date()));
        add(MonthDay.class, () -> MonthDay.from(date()));
        add(Duration.class, () -> Duration.ofSeconds(number(), number()));
        add(Period.class, () -> Period.of((int) small(), (int) small(), (int) small()));
        add(ZoneId.class, () -> oneOf(ZONES));
    }

    private void addOthers() {
        add(String.class, this::text);
        add(char.class, () -> oneOf(FRAGMENTS).charAt(0));
        add(DayOfWeek.class, () -> DayOfWeek.of(1 + this.random.nextInt(7)));
        add(Month.class, () -> Month.of(1 + this.random.nextInt(12)));
        add(UUID.class, () -> new UUID(number(), number()));
        add(Locale.class, () -> oneOf(LOCALES));
        add(Currency.class, () -> Currency.getInstance(oneOf(List.of("EUR", "USD", "JPY"))));
        add(URI.class, () -> URI.create(oneOf(URIS)));
        add(Class.class, () -> oneOf(CLASSES));
    }

    void addEarlierText(String text) {
        if (this.earlierTexts.size() < EARLIER_TEXTS) {
            this.earlierTexts.add(text);
        }
        else {
            this.earlierTexts.set(this.random.nextInt(EARLIER_TEXTS), text);
        }
    }

    RandomKey next() {
        return switch (this.random.nextInt(20)) {
            case 0 -> RandomKey.NULL;
            case 1 -> next(byte[].class);
            case 2, 3, 4, 5 -> next(String.class);
            default -> next(oneOf(this.types));
        };
    }

    RandomKey nextSeparators() {
        return RandomKey.of(fragments(SEPARATORS));
    }

    Class<?> nextComponentType() {
        return oneOf(COMPONENT_TYPES);
    }

    RandomKey next(Class<?> type) {
        if (type == byte[].class) {
            byte[] bytes = new byte[this.random.nextInt(3)];
            this.random.nextBytes(bytes);
            return new RandomKey(new Model("bytes", HexFormat.of().formatHex(bytes)), bytes::clone);
        }
        return RandomKey.of(this.suppliers.get(type).get());
    }

    private <T> void add(Class<T> type, Supplier<? extends T> supplier) {
        this.suppliers.put(type, supplier::get);
    }

    private <T> T oneOf(List<T> values) {
        return values.get(this.random.nextInt(values.size()));
    }

    private long small() {
        return this.random.nextInt(7) - 3L;
    }

    private long number() {
        return switch (this.random.nextInt(4)) {
            case 0 -> this.random.nextInt();
            case 1 -> small() * 1_000_000_000;
            default -> small();
        };
    }

    private double doubleNumber() {
        return switch (this.random.nextInt(4)) {
            case 0 -> Double.longBitsToDouble(this.random.nextLong());
            case 1 -> small() / 10.0;
            case 2 -> oneOf(List.of(-0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e15));
            default -> small();
        };
    }

    private float floatNumber() {
        return this.random.nextBoolean() ? Float.intBitsToFloat(this.random.nextInt()) : (float) doubleNumber();
    }

    private LocalDate date() {
        return LocalDate.ofYearDay((int) (2026 + small() * 4000), 1 + this.random.nextInt(40));
    }

    private Instant hourAroundEndOfSummer() {
        return Instant.parse("2026-10-25T01:00:00Z").plusSeconds(small() * 3600);
    }

    private LocalTime time() {
        return LocalTime.of(this.random.nextInt(24), 0, this.random.nextInt(2), this.random.nextInt(2) * 1_000_000);
    }

    private String text() {
        if (!this.earlierTexts.isEmpty() && this.random.nextInt(4) == 0) {
            return oneOf(this.earlierTexts);
        }
        return fragments(FRAGMENTS);
    }

    private String fragments(List<String> fragments) {
        StringBuilder text = new StringBuilder();
        for (int i = this.random.nextInt(4); i > 0; i--) {
            text.append(oneOf(fragments));
        }
        return text.toString();
    }

}
