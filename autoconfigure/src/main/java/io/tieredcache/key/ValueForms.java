package io.tieredcache.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Forms of the types that hold no other values: a prefix, a colon, and the escaped text.
 * The class must match exactly, since a subclass may have its own idea of equality.
 */
final class ValueForms {

    private static final Map<Class<?>, Form> FORMS = new HashMap<>();

    static {
        add("s", String.class, Function.identity());
        add("c", Character.class, Object::toString);
        add("b", Boolean.class, Object::toString);
        add("i", Integer.class, Object::toString);
        add("l", Long.class, Object::toString);
        add("f", Float.class, DecimalText::of);
        add("d", Double.class, DecimalText::of);
        add("byte", Byte.class, Object::toString);
        add("short", Short.class, Object::toString);
        add("biginteger", BigInteger.class, Object::toString);
        add("bigdecimal", BigDecimal.class, Object::toString);
        add("uuid", UUID.class, Object::toString);
        add("currency", Currency.class, Currency::getCurrencyCode);
        add("uri", URI.class, UriText::of);
        add("bytes", byte[].class, HexFormat.of()::formatHex);
        add("instant", Instant.class, Object::toString);
        add("date", Date.class, (date) -> date.toInstant().toString());
        add("localdate", LocalDate.class, Object::toString);
        add("localtime", LocalTime.class, Object::toString);
        add("localdatetime", LocalDateTime.class, Object::toString);
        add("offsettime", OffsetTime.class, Object::toString);
        add("offsetdatetime", OffsetDateTime.class, Object::toString);
        add("zoneddatetime", ZonedDateTime.class, ValueForms::zonedText);
        add("year", Year.class, Object::toString);
        add("yearmonth", YearMonth.class, Object::toString);
        add("monthday", MonthDay.class, Object::toString);
        add("duration", Duration.class, Object::toString);
        add("period", Period.class, Object::toString);
    }

    private static final Form ZONE = form("zoneid", ZoneId.class, ZoneId::getId);

    private static final Set<Class<?>> IMMUTABLE = Set.of(String.class, Character.class, Boolean.class, Integer.class,
            Long.class, Float.class, Double.class, Byte.class, Short.class, BigInteger.class, BigDecimal.class,
            UUID.class, Currency.class, Locale.class, Instant.class, LocalDate.class, LocalTime.class,
            LocalDateTime.class, OffsetTime.class, OffsetDateTime.class, ZonedDateTime.class, Year.class,
            YearMonth.class, MonthDay.class, Duration.class, Period.class);

    private ValueForms() {
    }

    static @Nullable Form find(Object value) {
        return (value instanceof ZoneId) ? ZONE : FORMS.get(value.getClass());
    }

    static boolean isImmutable(Object value) {
        return IMMUTABLE.contains(value.getClass()) || value instanceof Enum || value instanceof ZoneId;
    }

    private static <T> void add(String prefix, Class<T> type, Function<? super T, String> text) {
        FORMS.put(type, form(prefix, type, text));
    }

    private static <T> Form form(String prefix, Class<T> type, Function<? super T, String> text) {
        String start = prefix + ":";
        return (value, out) -> out.append(start).appendEscaped(text.apply(type.cast(value)));
    }

    // Unlike its own text without brackets, and always with the zone.
    private static String zonedText(ZonedDateTime time) {
        return time.toOffsetDateTime() + "@" + time.getZone().getId();
    }

    @FunctionalInterface
    interface Form {

        void write(Object value, KeyWriter out);

    }

}
