package io.tieredcache.type;

import java.lang.invoke.MethodType;
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
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Types of the JDK that a stored entry may name although no method declares them.
 */
final class JdkTypes {

    private static final Set<Class<?>> SCALARS = Set.of(String.class, Boolean.class, Character.class, Byte.class,
            Short.class, Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class,
            UUID.class, URI.class, Locale.class, Currency.class, Date.class, Instant.class, LocalDate.class,
            LocalTime.class, LocalDateTime.class, OffsetDateTime.class, OffsetTime.class, ZonedDateTime.class,
            Duration.class, Period.class, Year.class, YearMonth.class, MonthDay.class, ZoneId.class, ZoneOffset.class,
            DayOfWeek.class, Month.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    /** Interfaces that say enough of the container to read it back. */
    private static final Set<Class<?>> CONTAINERS = Set.of(List.class, Set.class, SortedSet.class, NavigableSet.class,
            Map.class, SortedMap.class, NavigableMap.class, ConcurrentMap.class);

    private static final Set<Class<?>> PRIMITIVES = Set.of(boolean.class, char.class, byte.class, short.class,
            int.class, long.class, float.class, double.class);

    private static final Map<String, Class<?>> BY_NAME = Stream
        .of(SCALARS.stream(), CONTAINERS.stream(), PRIMITIVES.stream(),
                Stream.of(Object.class, Collection.class, Optional.class))
        .flatMap(Function.identity())
        .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

    private JdkTypes() {
    }

    static boolean isScalar(Class<?> type) {
        return SCALARS.contains(type);
    }

    static boolean isContainer(Class<?> type) {
        return CONTAINERS.contains(type);
    }

    static boolean isFromJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    static @Nullable Class<?> find(String name) {
        return BY_NAME.get(name);
    }

    static boolean contains(Class<?> type) {
        return BY_NAME.get(type.getName()) == type;
    }

    static Class<?> wrapped(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

}
