package io.tieredcache.type;

import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ParameterizedTypeReference;

import io.tieredcache.ForbiddenTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DescribedValueTests {

    private static final String HERE = DescribedValueTests.class.getName() + "$";

    private final ValueTypes types = new ValueTypes(getClass().getClassLoader(), DescribedValueTests::allowed,
            (type) -> false);

    static Set<String> allowed() {
        return Stream.of("Order", "Colour", "Page", "Orders", "Circle", "Square", "1")
            .map(HERE::concat)
            .collect(Collectors.toSet());
    }

    static Stream<Arguments> values() {
        return Stream.of(Arguments.of("text", "java.lang.String"), Arguments.of(5L, "java.lang.Long"),
                Arguments.of(new BigDecimal("1.10"), "java.math.BigDecimal"),
                Arguments.of(LocalDate.EPOCH, "java.time.LocalDate"),
                Arguments.of(ZoneId.of("Europe/Paris"), "java.time.ZoneId"),
                Arguments.of(ZoneOffset.UTC, "java.time.ZoneOffset"), Arguments.of(new byte[1], "byte[]"),
                Arguments.of(new int[1][1], "int[][]"), Arguments.of(new String[1], "java.lang.String[]"),
                Arguments.of(new Order(1), HERE + "Order"), Arguments.of(new Order[0], HERE + "Order[]"),
                Arguments.of(Colour.RED, HERE + "Colour"), Arguments.of(new Orders(), HERE + "Orders"),
                Arguments.of(List.of(), "java.util.List<java.lang.Object>"),
                Arguments.of(Arrays.asList(1, null, 2), "java.util.List<java.lang.Integer>"),
                Arguments.of(Collections.unmodifiableList(List.of(new Order(1))), "java.util.List<" + HERE + "Order>"),
                Arguments.of(new LinkedHashSet<>(List.of(Colour.RED, Colour.BLUE)),
                        "java.util.Set<" + HERE + "Colour>"),
                Arguments.of(new TreeSet<>(List.of("a")), "java.util.SortedSet<java.lang.String>"),
                Arguments.of(new TreeMap<>(Map.of("a", 1)), "java.util.SortedMap<java.lang.String,java.lang.Integer>"),
                Arguments.of(Map.of("a", 1).values(), "java.util.Collection<java.lang.Integer>"),
                Arguments.of(Map.of(Colour.RED, List.of(new Order(1)), Colour.BLUE, new ArrayList<>()),
                        "java.util.Map<" + HERE + "Colour,java.util.List<" + HERE + "Order>>"),
                Arguments.of(Optional.of(List.of(1)), "java.util.Optional<java.util.List<java.lang.Integer>>"),
                Arguments.of(new ArrayList<>() {
                    private static final long serialVersionUID = 1L;

                }, "java.util.List<java.lang.Object>"), Arguments.of(Map.of("a", 1, "b", "text", "c", List.of(true)),
                        "java.util.Map<java.lang.String,java.lang.Object>"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueIsDescribedByItsContent(Object value, String id) {
        ValueType type = this.types.of(value);
        assertThat(type.id()).isEqualTo(id);
        assertThat(this.types.resolve(id)).isEqualTo(type);
        assertThat(this.types.expected(null, id)).isEqualTo(type);
        assertThat(this.types.expected(Object.class, id)).isEqualTo(type);
    }

    static Stream<Object> mixed() {
        Map<Object, Object> oddKeys = new HashMap<>(Map.of(1, "a"));
        oddKeys.put("b", "c");
        return Stream.of(List.of(1, 2L), List.of("a", LocalDate.EPOCH), List.of(new Circle(), new Square()),
                List.of(1, Double.NaN), List.of(List.of(1), List.of(1L)), List.of("a", Set.of("b")), oddKeys,
                List.of("a", Map.of(1, 1)));
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void elementsOfDifferentClassesAreRefused(Object value) {
        assertThatExceptionOfType(UnstorableValueException.class).isThrownBy(() -> this.types.of(value))
            .withMessageContaining("different classes");
    }

    static Stream<Object> forbidden() {
        record Local(int number) {
        }
        Runnable lambda = () -> {
        };
        return Stream.of(String.class, Thread.currentThread(), new AtomicInteger(), new ArrayDeque<>(),
                Map.entry("a", "b"), List.of(new StringBuilder()), List.of(1).iterator(), new Local(1), lambda,
                Proxy.newProxyInstance(DescribedValueTests.class.getClassLoader(), new Class<?>[] { Shape.class },
                        (proxy, method, arguments) -> null),
                new Object() {
                }, new Unlisted());
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void classOutsideOfTheListIsForbidden(Object value) {
        assertThatExceptionOfType(ForbiddenTypeException.class).isThrownBy(() -> this.types.of(value));
    }

    @Test
    void errorNamesClassAndRemedy() {
        assertThatExceptionOfType(ForbiddenTypeException.class).isThrownBy(() -> this.types.of(new Unlisted()))
            .withMessage("Class '%sUnlisted' is not on the allow-list. Declare the type of the value, or add the "
                    + "package to 'tiered-cache.serialization.allowed-packages'", HERE);
    }

    static Stream<Arguments> unclear() {
        return Stream
            .of(new Object[] { "a" }, new List<?>[0], new Page<>(List.of()), new Page<?>[0],
                    new TreeSet<>(String.CASE_INSENSITIVE_ORDER), nested(20), new Object())
            .map((value) -> Arguments.of(value));
    }

    @ParameterizedTest
    @MethodSource("unclear")
    void valueThatDoesNotTellItsTypeIsRefused(Object value) {
        assertThatExceptionOfType(UnstorableValueException.class).isThrownBy(() -> this.types.of(value));
    }

    @Test
    void declaredClassMayBeStoredWithoutDeclaration() {
        assertThatExceptionOfType(ForbiddenTypeException.class).isThrownBy(() -> this.types.of(new Unlisted()));
        this.types.declared(type(new ParameterizedTypeReference<List<Unlisted>>() {
        }));
        assertThat(this.types.of(new Unlisted()).id()).isEqualTo(HERE + "Unlisted");
    }

    @Test
    void openPartsOfDeclaredTypeAreDescribed() {
        assertThat(written(new ParameterizedTypeReference<Collection<? extends Shape>>() {
        }, List.of(new Circle()))).isEqualTo("java.util.List<" + HERE + "Circle>");
        assertThat(written(new ParameterizedTypeReference<ArrayList<Shape>>() {
        }, new ArrayList<>(List.of(new Circle())))).isEqualTo("java.util.ArrayList<" + HERE + "Circle>");
        assertThat(written(new ParameterizedTypeReference<Map<String, ? extends Number>>() {
        }, Map.of("a", 1L))).isEqualTo("java.util.Map<java.lang.String,java.lang.Long>");
        assertThat(written(new ParameterizedTypeReference<Map<Integer, List<Shape>>>() {
        }, Map.of(1, List.of(), 2, List.of(new Square()))))
            .isEqualTo("java.util.Map<java.lang.Integer,java.util.List<" + HERE + "Square>>");
        assertThat(written(new ParameterizedTypeReference<Comparable<LocalDate>>() {
        }, "text")).isEqualTo("java.lang.String");
    }

    @Test
    void emptyContainerKeepsDeclaredType() {
        Type declared = type(new ParameterizedTypeReference<List<Shape>>() {
        });
        ValueType type = this.types.forWriting(declared, List.of());
        assertThat(type.id()).isEqualTo("java.util.List<" + HERE + "Shape>");
        assertThat(this.types.expected(declared, type.id())).isEqualTo(type);
    }

    @Test
    void implementationThatDeclaredClassCannotHoldIsRefused() {
        Type declared = type(new ParameterizedTypeReference<AbstractList<Order>>() {
        });
        assertThatExceptionOfType(UnstorableValueException.class)
            .isThrownBy(() -> this.types.forWriting(declared, new ArrayList<>(List.of(new Order(1)))))
            .withMessageContaining("would come back as 'java.util.List<");
        assertThatExceptionOfType(UnstorableValueException.class)
            .isThrownBy(() -> this.types.forWriting(type(new ParameterizedTypeReference<Page<Shape>>() {
            }), new Page<Shape>(List.of())))
            .withMessageContaining("type arguments");
    }

    @Test
    void foundTypeMustFitOpenDeclaration() {
        Type shapes = type(new ParameterizedTypeReference<List<? extends Shape>>() {
        });
        String circles = "java.util.List<" + HERE + "Circle>";
        String orders = "java.util.List<" + HERE + "Order>";
        assertThat(this.types.expected(shapes, circles).id()).isEqualTo(circles);
        assertThatExceptionOfType(TypeMismatchException.class).isThrownBy(() -> this.types.expected(shapes, orders));
        assertThatExceptionOfType(TypeMismatchException.class)
            .isThrownBy(() -> this.types.expected(shapes, "java.util.Set<" + HERE + "Circle>"));
        assertThatExceptionOfType(TypeMismatchException.class)
            .isThrownBy(() -> this.types.expected(Shape.class, HERE + "Order"));
        assertThat(this.types.expected(Shape.class, HERE + "Square").javaType()).isEqualTo(Square.class);
    }

    @Test
    void allowedNamesAreAskedForOnceAndLate() {
        AtomicInteger calls = new AtomicInteger();
        ValueTypes lazy = new ValueTypes(getClass().getClassLoader(), () -> {
            calls.incrementAndGet();
            return allowed();
        }, (type) -> false);
        lazy.declared(Order.class);
        lazy.of(List.of("a"));
        lazy.resolve("java.util.List<java.lang.String>");
        assertThat(calls).hasValue(0);
        lazy.of(new Circle());
        lazy.resolve(HERE + "Square");
        assertThat(calls).hasValue(1);
    }

    @Test
    void allowedClassThatCannotBeLoadedIsForbidden() {
        ValueTypes absent = new ValueTypes(getClass().getClassLoader(), () -> Set.of("com.shop.Gone"), (type) -> false);
        assertThatExceptionOfType(ForbiddenTypeException.class).isThrownBy(() -> absent.resolve("com.shop.Gone"));
    }

    private String written(ParameterizedTypeReference<?> declared, Object value) {
        ValueType type = this.types.forWriting(declared.getType(), value);
        assertThat(this.types.expected(declared.getType(), type.id())).isEqualTo(type);
        return type.id();
    }

    private static Type type(ParameterizedTypeReference<?> reference) {
        return reference.getType();
    }

    private static List<?> nested(int depth) {
        return (depth == 0) ? List.of("a") : List.of(nested(depth - 1));
    }

    record Order(int number) {

    }

    record Unlisted() {

    }

    record Page<T>(List<T> content) {

    }

    interface Shape {

    }

    record Circle() implements Shape {

    }

    record Square() implements Shape {

    }

    static class Orders extends ArrayList<Order> {

        private static final long serialVersionUID = 1L;

    }

    enum Colour {

        RED, BLUE {
            @Override
            public String toString() {
                return "blue";
            }
        }

    }

}
