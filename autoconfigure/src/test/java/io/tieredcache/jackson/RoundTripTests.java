package io.tieredcache.jackson;

import java.lang.reflect.Type;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.core.ParameterizedTypeReference;

import io.tieredcache.type.ValueTypes;

import static org.assertj.core.api.Assertions.assertThat;

@ParameterizedClass
@FieldSource("formats")
class RoundTripTests {

    static final List<JacksonValueSerializer> formats = List.of(JacksonValueSerializer.json(),
            JacksonValueSerializer.smile(), JacksonValueSerializer.cbor());

    private static final Airport FRA = new Airport("FRA", Optional.of("Frankfurt"), new Position(50.033333, 8.570556),
            Size.LARGE, new BigDecimal("1.10"), List.of(new Runway(4000, true), new Runway(2800, false)), null);

    private static final Airport HHN = new Airport("HHN", Optional.empty(), new Position(-0.1, 0.1 + 0.2), Size.SMALL,
            new BigDecimal("1E+3"), List.of(), Instant.parse("2026-01-02T03:04:05.123456789Z"));

    @Parameter
    private JacksonValueSerializer serializer;

    static Stream<Object> scalars() {
        ZonedDateTime overlap = ZonedDateTime.ofLocal(LocalDateTime.parse("2026-10-25T02:30:00.000000001"),
                ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(1));
        return Stream.of("", "text \u0000 \" \\ \u20ac \uD83D\uDEEB", true, 'x', '\u0000', (byte) -1, Short.MIN_VALUE,
                1, Integer.MIN_VALUE, 1L, Long.MAX_VALUE, Float.MIN_VALUE, 0.1f, Float.NaN, 0.1, Double.MAX_VALUE, -0.0,
                Double.NaN, Double.NEGATIVE_INFINITY, new BigInteger("9".repeat(3000)), new BigDecimal("1.10"),
                new BigDecimal("1E+3"), new BigDecimal("-1E-300"), UUID.fromString("0-0-0-0-1"),
                URI.create("https://example.org/a?b=c#d"), Locale.forLanguageTag("zh-Hant-TW"), Locale.ROOT,
                Locale.GERMANY, Currency.getInstance("EUR"), Instant.MAX, Instant.MIN, Instant.ofEpochSecond(1, 1),
                LocalDate.MIN, LocalDate.of(2026, 2, 28), LocalTime.MAX, LocalTime.NOON, LocalDateTime.MAX,
                OffsetDateTime.of(LocalDateTime.MAX, ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
                OffsetTime.of(LocalTime.NOON, ZoneOffset.MAX), overlap, overlap.withEarlierOffsetAtOverlap(),
                ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.UTC), overlap.withZoneSameInstant(ZoneId.of("UTC")),
                overlap.withZoneSameInstant(ZoneId.of("UTC+2")), overlap.withFixedOffsetZone(),
                Duration.ofSeconds(-1, 1), Duration.ofDays(1), Period.of(1, -2, 3), Year.of(-5), YearMonth.of(99, 1),
                MonthDay.of(2, 29), ZoneId.of("Europe/Paris"), ZoneId.of("UTC"), ZoneOffset.UTC,
                ZoneOffset.ofHoursMinutesSeconds(-1, -2, -3), DayOfWeek.MONDAY, Month.MAY, OptionalInt.of(1),
                OptionalInt.empty(), OptionalLong.of(Long.MIN_VALUE), OptionalDouble.of(0.1), Size.LARGE, new byte[0],
                new byte[] { -128, 0, 127 }, new char[] { 'a', '\u20ac' }, new int[] { 1, -1 },
                new long[] { Long.MAX_VALUE }, new short[] { 1 }, new boolean[] { true, false }, new float[] { 0.1f },
                new double[] { 0.1, Double.NaN }, new int[][] { { 1 }, {}, { 2, 3 } }, new byte[][] { { 1 }, {} },
                new String[] { "a", null }, new Airport[] { FRA, null, HHN });
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void scalarComesBack(Object value) {
        comesBack(value, (value instanceof ZoneId && !(value instanceof ZoneOffset)) ? ZoneId.class
                : (value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass());
    }

    static Stream<Object> keys() {
        return scalars()
            .filter((value) -> !value.getClass().isArray() && !value.getClass().getName().contains("Optional"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void keyOfMapComesBack(Object key) {
        Map<Object, Integer> map = Map.of(key, 1);
        ValueTypes types = new ValueTypes(getClass().getClassLoader(), () -> Set.of(Size.class.getName()),
                (type) -> false);
        comesBack(map, types.of(map).javaType());
    }

    @Test
    void dateComesBack() {
        @SuppressWarnings("JavaUtilDate")
        Object date = new java.util.Date(1_234_567_890_123L);
        comesBack(date, date.getClass());
    }

    static Stream<Arguments> containers() {
        EnumMap<Size, Position> bySize = new EnumMap<>(Map.of(Size.SMALL, new Position(1, 2)));
        return Stream.of(of(List.of(FRA, HHN), new ParameterizedTypeReference<List<Airport>>() {
        }), of(Arrays.asList(FRA, null), new ParameterizedTypeReference<List<Airport>>() {
        }), of(Map.of("de", List.of(FRA, HHN), "fr", List.<Airport>of()),
                new ParameterizedTypeReference<Map<String, List<Airport>>>() {
                }), of(Map.of(Size.LARGE, 1L), new ParameterizedTypeReference<Map<Size, Long>>() {
                }), of(bySize, new ParameterizedTypeReference<EnumMap<Size, Position>>() {
                }), of(Map.of(new UUID(1, 2), FRA), new ParameterizedTypeReference<Map<UUID, Airport>>() {
                }), of(Map.of(Long.MIN_VALUE, LocalDate.EPOCH), new ParameterizedTypeReference<Map<Long, LocalDate>>() {
                }), of(Map.of(LocalDate.EPOCH, "a"), new ParameterizedTypeReference<Map<LocalDate, String>>() {
                }),
                of(Map.of(Instant.ofEpochSecond(1, 1), "a"), new ParameterizedTypeReference<Map<Instant, String>>() {
                }), of(Map.of(DayOfWeek.MONDAY, "a"), new ParameterizedTypeReference<Map<DayOfWeek, String>>() {
                }), of(Map.of(new Code("a"), 1), new ParameterizedTypeReference<Map<Code, Integer>>() {
                }), of(Map.of(true, "a"), new ParameterizedTypeReference<Map<Boolean, String>>() {
                }),
                of(new LinkedHashMap<>(Map.of("z", 1, "a", 2)), new ParameterizedTypeReference<Map<String, Integer>>() {
                }),
                of(new TreeMap<>(Map.of("z", 1, "a", 2)), new ParameterizedTypeReference<SortedMap<String, Integer>>() {
                }), of(new ConcurrentHashMap<>(Map.of("z", 1)),
                        new ParameterizedTypeReference<ConcurrentMap<String, Integer>>() {
                        }),
                of(new LinkedHashSet<>(List.of("z", "y", "a", "b")), new ParameterizedTypeReference<Set<String>>() {
                }), of(new TreeSet<>(List.of(2, 1)), new ParameterizedTypeReference<NavigableSet<Integer>>() {
                }), of(Set.of(FRA), new ParameterizedTypeReference<Set<Airport>>() {
                }), of(List.of(1, 2), new ParameterizedTypeReference<Collection<Integer>>() {
                }), of(Optional.of(FRA), new ParameterizedTypeReference<Optional<Airport>>() {
                }), of(Optional.empty(), new ParameterizedTypeReference<Optional<Airport>>() {
                }), of(List.of(), new ParameterizedTypeReference<List<Object>>() {
                }), of(List.of(), new ParameterizedTypeReference<List<Shape>>() {
                }), of(new Page<>(List.of(FRA), 1), new ParameterizedTypeReference<Page<Airport>>() {
                }),
                of(new Page<>(List.of(Map.of(1, 2L)), 1), new ParameterizedTypeReference<Page<Map<Integer, Long>>>() {
                }), of(List.of(new Circle(1), new Square(2)), new ParameterizedTypeReference<List<Shape>>() {
                }), of(new Circle(1), new ParameterizedTypeReference<Shape>() {
                }), of(new Circle(1), new ParameterizedTypeReference<Circle>() {
                }), of(new Meter(1), new ParameterizedTypeReference<Length>() {
                }), of(new Account("a", 5, List.of("x")), new ParameterizedTypeReference<Account>() {
                }), of(new Account(null, 0, null), new ParameterizedTypeReference<Account>() {
                }), of(new Dog("a", 1), new ParameterizedTypeReference<Animal>() {
                }), of(Basket.of("a"), new ParameterizedTypeReference<Basket>() {
                }), of(new Basket(), new ParameterizedTypeReference<Basket>() {
                }), of(new ArrayList<>(List.of(JsonNodeFactory.instance.numberNode(new BigDecimal("1.10")))),
                        new ParameterizedTypeReference<List<JsonNode>>() {
                        }),
                of(Map.of("a", 1, "b", List.of(true, 0.5, "c"), "d", Map.of("e", Integer.MAX_VALUE)),
                        new ParameterizedTypeReference<Map<String, Object>>() {
                        }));
    }

    @ParameterizedTest
    @MethodSource("containers")
    void containerOrObjectComesBack(Object value, Type type) {
        comesBack(value, type);
    }

    @Test
    void orderOfSetAndMapIsKept() {
        Set<String> set = new LinkedHashSet<>(List.of("z", "y", "x", "b", "a"));
        Map<String, Integer> map = new LinkedHashMap<>();
        set.forEach((name) -> map.put(name, 1));
        assertThat(roundTrip(set, new ParameterizedTypeReference<Set<String>>() {
        }.getType())).hasToString(set.toString());
        assertThat(roundTrip(map, new ParameterizedTypeReference<Map<String, Integer>>() {
        }.getType())).hasToString(map.toString());
    }

    @Test
    void annotationsForTheWebDoNotChangeWhatIsStored() {
        comesBack(new WebForm(null, LocalDateTime.parse("2026-01-02T03:04:05.678"), List.of(), Size.SMALL),
                WebForm.class);
    }

    private void comesBack(Object value, Type type) {
        Object back = roundTrip(value, type);
        assertThat(back).isEqualTo(value);
        if (value instanceof ZonedDateTime time) {
            assertThat(back).hasToString(time.toString());
        }
    }

    private Object roundTrip(Object value, Type type) {
        return this.serializer.deserialize(this.serializer.serialize(value, type), type);
    }

    private static <T> Arguments of(T value, ParameterizedTypeReference<? super T> type) {
        return Arguments.of(value, type.getType());
    }

    record Airport(String code, Optional<String> city, Position position, Size size, BigDecimal fee,
            List<Runway> runways, @Nullable Instant closed) {

    }

    record Code(@JsonValue String text) {

    }

    record Position(double latitude, double longitude) {

        public String getText() {
            return this.latitude + "/" + this.longitude;
        }

    }

    record Runway(int length, boolean lighted) {

    }

    record Page<T>(List<T> content, long total) {

    }

    enum Size {

        SMALL, LARGE {
            @Override
            public String toString() {
                return SMALL.name();
            }
        }

    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({ @JsonSubTypes.Type(Circle.class), @JsonSubTypes.Type(Square.class) })
    sealed interface Shape permits Circle, Square {

    }

    @JsonTypeName("circle")
    record Circle(int radius) implements Shape {

    }

    @JsonTypeName("square")
    record Square(int side) implements Shape {

    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({ @JsonSubTypes.Type(Meter.class), @JsonSubTypes.Type(Foot.class) })
    interface Length {

    }

    record Meter(int meters) implements Length {

    }

    record Foot(int feet) implements Length {

    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record WebForm(@Nullable String name, @JsonFormat(pattern = "dd.MM.yyyy HH:mm") LocalDateTime time,
            List<String> tags, @JsonFormat(shape = JsonFormat.Shape.OBJECT) Size size) {

    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Dog.class, name = "dog"))
    interface Animal {

        String getKind();

    }

    static final class Dog implements Animal {

        private final String name;

        private final int age;

        @JsonIgnore
        private int barks;

        Dog(@JsonProperty("name") String name, @JsonProperty("age") int age) {
            this.name = name;
            this.age = age;
        }

        @Override
        public String getKind() {
            return "dog";
        }

        public String getName() {
            return this.name;
        }

        public int getAge() {
            return this.age;
        }

        public int getAgeInHumanYears() {
            this.barks++;
            return this.age * 7 + this.barks;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Dog that && this.name.equals(that.name) && this.age == that.age;
        }

        @Override
        public int hashCode() {
            return this.age;
        }

    }

    static final class Basket {

        private final List<String> items = new ArrayList<>();

        private boolean closed;

        static Basket of(String item) {
            Basket basket = new Basket();
            basket.items.add(item);
            basket.closed = true;
            return basket;
        }

        public List<String> getItems() {
            return this.items;
        }

        public boolean isClosed() {
            return this.closed;
        }

        public String getFirst() {
            return this.items.get(0);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Basket that && this.items.equals(that.items) && this.closed == that.closed;
        }

        @Override
        public int hashCode() {
            return this.items.hashCode();
        }

    }

    static class Account {

        private @Nullable String name = "unknown";

        private int balance;

        private @Nullable List<String> owners;

        Account() {
        }

        Account(@Nullable String name, int balance, @Nullable List<String> owners) {
            this.name = name;
            this.balance = balance;
            this.owners = owners;
        }

        @JsonInclude(JsonInclude.Include.NON_NULL)
        public @Nullable String getName() {
            return this.name;
        }

        public void setName(@Nullable String name) {
            this.name = name;
        }

        public int getBalance() {
            return this.balance;
        }

        public void setBalance(int balance) {
            this.balance = balance;
        }

        public @Nullable List<String> getOwners() {
            return this.owners;
        }

        public void setOwners(@Nullable List<String> owners) {
            this.owners = owners;
        }

        public String getDisplayName() {
            return "* " + this.name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Account that && Objects.equals(this.name, that.name) && this.balance == that.balance
                    && Objects.equals(this.owners, that.owners);
        }

        @Override
        public int hashCode() {
            return Objects.hash(this.name, this.balance, this.owners);
        }

    }

}
