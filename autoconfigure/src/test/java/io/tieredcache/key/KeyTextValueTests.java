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
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Forms of the types that hold no other values.
 */
class KeyTextValueTests {

    @ParameterizedTest
    @MethodSource("values")
    void everyValueTypeHasItsForm(Object value, String text) {
        assertThat(KeyText.of(value)).isEqualTo(text);
    }

    static Stream<Arguments> values() {
        UUID uuid = UUID.fromString("123E4567-e89b-12d3-a456-426614174000");
        LocalDate date = LocalDate.of(2026, 11, 21);
        LocalTime time = LocalTime.of(8, 30);
        LocalDateTime dateTime = date.atTime(time);
        ZoneOffset offset = ZoneOffset.ofHours(1);
        return Stream.of(arguments("HAM", "s:HAM"), arguments("", "s:"), arguments('x', "c:x"),
                arguments(true, "b:true"), arguments(false, "b:false"), arguments(42, "i:42"), arguments(-42L, "l:-42"),
                arguments((short) 42, "short:42"), arguments((byte) -1, "byte:-1"),
                arguments(new BigInteger("12345678901234567890"), "biginteger:12345678901234567890"),
                arguments(new BigDecimal("1.00"), "bigdecimal:1.00"),
                arguments(new BigDecimal("1E+3"), "bigdecimal:1E+3"),
                arguments(DayOfWeek.MONDAY, "e:java.time.DayOfWeek.MONDAY"),
                arguments(TimeUnit.SECONDS, "e:java.util.concurrent.TimeUnit.SECONDS"),
                arguments(uuid, "uuid:123e4567-e89b-12d3-a456-426614174000"),
                arguments(Instant.parse("2026-11-21T08:30:00.120Z"), "instant:2026-11-21T08:30:00.120Z"),
                arguments(Date.from(Instant.parse("2026-11-21T08:30:00Z")), "date:2026-11-21T08:30:00Z"),
                arguments(date, "localdate:2026-11-21"), arguments(time, "localtime:08:30"),
                arguments(dateTime, "localdatetime:2026-11-21T08:30"),
                arguments(OffsetTime.of(time, offset), "offsettime:08:30+01:00"),
                arguments(OffsetDateTime.of(dateTime, offset), "offsetdatetime:2026-11-21T08:30+01:00"),
                arguments(ZonedDateTime.of(dateTime, ZoneId.of("Europe/Berlin")),
                        "zoneddatetime:2026-11-21T08:30+01:00@Europe/Berlin"),
                arguments(ZonedDateTime.of(dateTime, offset), "zoneddatetime:2026-11-21T08:30+01:00@+01:00"),
                arguments(Year.of(2026), "year:2026"), arguments(YearMonth.of(2026, 11), "yearmonth:2026-11"),
                arguments(MonthDay.of(11, 21), "monthday:--11-21"),
                arguments(Duration.ofSeconds(90), "duration:PT1M30S"), arguments(Period.of(1, 2, 3), "period:P1Y2M3D"),
                arguments(ZoneId.of("Europe/Berlin"), "zoneid:Europe/Berlin"), arguments(ZoneOffset.UTC, "zoneid:Z"),
                arguments(Locale.GERMANY, "locale:de-DE"), arguments(Locale.ROOT, "locale:und"),
                arguments(Currency.getInstance("EUR"), "currency:EUR"),
                arguments(URI.create("https://example.com/a?b=c#d"), "uri:https://example.com/a%3Fb=c%23d"),
                arguments(String.class, "class:java.lang.String"), arguments(int.class, "class:int"),
                arguments(Map.Entry.class, "class:java.util.Map+Entry"),
                arguments(String[][].class, "class:java.lang.String-array-array"),
                arguments(new byte[] { 0, 1, -1 }, "bytes:0001ff"));
    }

    @Test
    void nullIsNotTheWordNull() {
        assertThat(KeyText.of(null)).isEqualTo("null");
        assertThat(KeyText.of("null")).isEqualTo("s:null");
    }

    @Test
    void likeValuesOfDifferentTypesDiffer() {
        assertThat(Stream
            .of("1", '1', (byte) 1, (short) 1, 1, 1L, 1f, 1.0, BigInteger.ONE, BigDecimal.ONE, new BigDecimal("1.0"),
                    new BigDecimal("1.00"), Year.of(1))
            .map(KeyText::of)).doesNotHaveDuplicates();
    }

    @Test
    void constantWithBodyHasTheEnumsName() {
        assertThat(KeyText.of(Shape.ROUND)).isEqualTo("e:io.tieredcache.key.KeyTextValueTests+Shape.ROUND");
        assertThat(((Object) Shape.ROUND).getClass()).isNotEqualTo(Shape.class);
    }

    @ParameterizedTest
    @CsvSource({ "0.0, d:0", "-0.0, d:-0", "1.0, d:1", "-2.5, d:-2.5", "0.1, d:0.1", "1e300, d:1E+300", "1e15, d:1E+15",
            "2e23, d:2E+23", "4.9e-324, d:5E-324", "0.30000000000000004, d:0.30000000000000004", "NaN, d:NaN",
            "Infinity, d:Infinity", "-Infinity, d:-Infinity", "9007199254740993, d:9007199254740992" })
    void doubleHasItsShortestDecimal(double value, String text) {
        assertThat(KeyText.of(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({ "0.0, f:0", "-0.0, f:-0", "0.1, f:0.1", "1.1, f:1.1", "3.4028235e38, f:3.4028235E+38", "NaN, f:NaN",
            "1.4e-45, f:1E-45" })
    void floatHasItsShortestDecimal(float value, String text) {
        assertThat(KeyText.of(value)).isEqualTo(text);
    }

    @Test
    void everyDecimalReadsBackAsItsNumber() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            double doubleValue = Double.longBitsToDouble(random.nextLong());
            float floatValue = Float.intBitsToFloat(random.nextInt());
            assertThat(Double.parseDouble(KeyText.of(doubleValue).substring(2))).isEqualTo(Double.valueOf(doubleValue));
            assertThat(Float.parseFloat(KeyText.of(floatValue).substring(2))).isEqualTo(Float.valueOf(floatValue));
        }
    }

    @Test
    void everyNotANumberIsTheSame() {
        assertThat(KeyText.of(Double.longBitsToDouble(0x7ff8000000000001L))).isEqualTo(KeyText.of(Double.NaN));
    }

    @Test
    void localeThatItsTagLosesKeepsItsParts() {
        assertThat(KeyText.of(new Locale("no", "NO", "NY"))).isEqualTo("locale5~s:no~s:NO~s:NY~s:~s:");
        assertThat(KeyText.of(new Locale("nn", "NO"))).isEqualTo("locale:nn-NO");
        assertThat(
                Stream.of(new Locale("a_b", "c"), new Locale("a", "b_c"), new Locale("a", "b", "c")).map(KeyText::of))
            .doesNotHaveDuplicates();
        assertThat(KeyText.of(new Locale.Builder().setLanguageTag("de-Latn-DE-x-shop").build()))
            .isEqualTo("locale:de-Latn-DE-x-shop");
    }

    @Test
    void localeThatItsTagLosesKeepsItsExtensions() {
        Locale locale = new Locale("ja", "JP", "JP");
        Locale traditional = Locale.forLanguageTag("th-TH-u-ca-buddhist");
        assertThat(KeyText.of(locale)).isEqualTo("locale:ja-JP-u-ca-japanese-x-lvariant-JP");
        assertThat(KeyText.of(traditional)).isEqualTo("locale:th-TH-u-ca-buddhist");
    }

    @Test
    void equalSpellingsOfAnUriShareOneText() {
        List<List<String>> groups = List.of(
                List.of("HTTP://Me@Example.COM:80/a%2fb?q=%c3#f%bc", "http://Me@example.com:80/a%2Fb?q=%C3#f%BC"),
                List.of("http://example.com:/", "http://example.com/"), List.of("file:///x", "file:/x"),
                List.of("MAILTO:a%2fb@c.de", "mailto:a%2Fb@c.de"), List.of("http://a_b%c3/", "http://a_b%C3/"));
        assertThat(groups).allSatisfy((group) -> {
            assertThat(group.stream().map(URI::create).distinct()).hasSize(1);
            assertThat(group.stream().map(URI::create).map(KeyText::of).distinct()).hasSize(1);
        });
    }

    @Test
    void differentUrisHaveDifferentTexts() {
        assertThat(Stream
            .of("", "a", "/a", "//a", "file:////a", "file://a", "file:/a", "file:a", "http://a/", "http://a:80/",
                    "http://me@a/", "http://ME@a/", "http://a/B", "http://a/b", "http://a/b?", "http://a/b#",
                    "http://a/%62", "http://a_b/", "http://A_b/", "?a", "#a", "http://[fe80::1%25eth0]/")
            .map(URI::create)
            .map(KeyText::of)).doesNotHaveDuplicates();
    }

    private enum Shape {

        ROUND {

            @Override
            public String toString() {
                return "other";
            }

        }

    }

}
