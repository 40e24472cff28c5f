package io.tieredcache.type;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeclaredTypeTests {

    private static final String HERE = DeclaredTypeTests.class.getName() + "$";

    private final ValueTypes types = new ValueTypes(getClass().getClassLoader(), Set::of,
            (type) -> type == Described.class);

    static Stream<Arguments> texts() {
        return Stream.of(Arguments.of(Order.class, HERE + "Order"), Arguments.of(int.class, "java.lang.Integer"),
                Arguments.of(int[].class, "int[]"), Arguments.of(byte[][].class, "byte[][]"),
                Arguments.of(Order[].class, HERE + "Order[]"),
                Arguments.of(type(new ParameterizedTypeReference<List<Order>>() {
                }), "java.util.List<" + HERE + "Order>"),
                Arguments.of(type(new ParameterizedTypeReference<Map<String, List<Order[]>>>() {
                }), "java.util.Map<java.lang.String,java.util.List<" + HERE + "Order[]>>"),
                Arguments.of(type(new ParameterizedTypeReference<List<Order>[][]>() {
                }), "java.util.List<" + HERE + "Order>[][]"),
                Arguments.of(type(new ParameterizedTypeReference<Page<Order>>() {
                }), HERE + "Page<" + HERE + "Order>"),
                Arguments.of(type(new ParameterizedTypeReference<List<? extends Order>>() {
                }), "java.util.List<" + HERE + "Order>"),
                Arguments.of(type(new ParameterizedTypeReference<List<? super Order>>() {
                }), "java.util.List<java.lang.Object>"), Arguments.of(List.class, "java.util.List<java.lang.Object>"),
                Arguments.of(returnTypeOf("variable"), "java.util.List<" + HERE + "Order>"),
                Arguments.of(returnTypeOf("recursive"), "java.lang.Comparable<java.lang.Object>"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void declaredTypeHasText(Type type, String id) {
        assertThat(this.types.declared(type).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textResolvesToDeclaredType(Type type, String id) {
        ValueType declared = this.types.declared(type);
        assertThat(this.types.resolve(id)).isEqualTo(declared);
        assertThat(this.types.resolve(id)).isEqualTo(declared);
    }

    @Test
    void javaTypeEqualsThatOfTheJdk() {
        Type type = type(new ParameterizedTypeReference<Map<String, List<Order>[]>>() {
        });
        Type javaType = this.types.declared(type).javaType();
        assertThat(javaType).isEqualTo(type).hasSameHashCodeAs(type);
        assertThat(type).isEqualTo(javaType);
        assertThat(javaType).hasToString(this.types.declared(type).id());
    }

    static List<Type> closed = List.of(Order.class, int.class, String.class, ZoneId.class, TimeUnit.class, Sign.class,
            Described.class, Order[].class, int[][].class, type(new ParameterizedTypeReference<List<Order>>() {
            }), type(new ParameterizedTypeReference<Optional<List<Order>[]>>() {
            }), type(new ParameterizedTypeReference<TreeMap<String, Page<Order>>>() {
            }));

    @ParameterizedTest
    @FieldSource("closed")
    void typeThatSaysEnoughIsClosed(Type type) {
        assertThat(this.types.isOpen(type)).isFalse();
    }

    static List<Type> open = List.of(Object.class, Serializable.class, Comparable.class, Number.class, Animal.class,
            Object[].class, Animal[][].class, List.class, Page.class, Enum.class,
            type(new ParameterizedTypeReference<Collection<Order>>() {
            }), type(new ParameterizedTypeReference<Queue<Order>>() {
            }), type(new ParameterizedTypeReference<Map<String, ?>>() {
            }), type(new ParameterizedTypeReference<Page<List<Animal>>>() {
            }), returnTypeOf("recursive"));

    @ParameterizedTest
    @FieldSource("open")
    void typeThatDoesNotSayEnoughIsOpen(Type type) {
        assertThat(this.types.isOpen(type)).isTrue();
    }

    @Test
    void everythingIsClosedForFormatThatDescribesItself() {
        ValueTypes own = new ValueTypes(null, Set::of, (type) -> true);
        assertThat(own.isOpen(Object.class)).isFalse();
        assertThat(own.forWriting(Animal.class, new Dog("Rex")).id()).isEqualTo(HERE + "Animal");
    }

    @Test
    void textOfExcessiveLengthIsRefused() {
        Type type = String.class;
        for (int i = 0; i < 200; i++) {
            type = new GenericType(List.class, List.of(type));
        }
        Type tooLong = type;
        assertThatExceptionOfType(UnstorableValueException.class).isThrownBy(() -> this.types.declared(tooLong))
            .withMessageContaining("longer than 2048 characters");
    }

    @Test
    void entryOfDeclaredTypeIsExpected() {
        Type declared = type(new ParameterizedTypeReference<List<? extends Order>>() {
        });
        ValueType written = this.types.forWriting(declared, List.of(new Order(1)));
        assertThat(this.types.expected(declared, written.id())).isEqualTo(written);
    }

    @Test
    void entryOfOtherClassIsMismatch() {
        this.types.declared(Dog.class);
        assertThatExceptionOfType(TypeMismatchException.class)
            .isThrownBy(() -> this.types.expected(Order.class, HERE + "Dog"))
            .withMessage("A stored entry is of type '%sDog', the caller declares '%sOrder'", HERE, HERE);
    }

    @Test
    void mismatchShowsHostileTextCutAndCleaned() {
        assertThatExceptionOfType(TypeMismatchException.class)
            .isThrownBy(() -> this.types.expected(Order.class, "a\r\nb\u202e" + "x".repeat(5000)))
            .satisfies((ex) -> assertThat(ex.getMessage()).contains("'a??b?xxx").hasSizeLessThan(400));
    }

    @Test
    void valueOfDeclaredTypeIsWritten() {
        assertThat(this.types.forWriting(int.class, 5).id()).isEqualTo("java.lang.Integer");
        assertThat(this.types.forWriting(ZoneId.class, ZoneId.of("Europe/Paris")).id()).isEqualTo("java.time.ZoneId");
        assertThat(this.types.forWriting(Sign.class, Sign.PLUS).id()).isEqualTo(HERE + "Sign");
        assertThat(this.types.forWriting(Order[].class, new Order[] { new Order(1), null }).id())
            .isEqualTo(HERE + "Order[]");
        assertThat(this.types.forWriting(Described.class, new DescribedPart()).id()).isEqualTo(HERE + "Described");
        assertThat(this.types.forWriting(type(new ParameterizedTypeReference<Map<String, List<Order>[]>>() {
        }), Map.of("a", new List<?>[] { List.of(new Order(1)) })).id())
            .isEqualTo("java.util.Map<java.lang.String,java.util.List<" + HERE + "Order>[]>");
    }

    @Test
    void subclassOfDeclaredClassIsRefused() {
        assertThatExceptionOfType(UnstorableValueException.class)
            .isThrownBy(() -> this.types.forWriting(Dog.class, new Puppy("Rex")))
            .withMessageContaining("'%sPuppy' does not come back as what it is", HERE);
    }

    @Test
    void subclassOfDeclaredElementIsRefused() {
        Type declared = type(new ParameterizedTypeReference<Map<String, List<Dog>>>() {
        });
        assertThatExceptionOfType(UnstorableValueException.class)
            .isThrownBy(() -> this.types.forWriting(declared, Map.of("a", List.of(new Dog("A"), new Puppy("B")))));
        assertThatExceptionOfType(UnstorableValueException.class)
            .isThrownBy(() -> this.types.forWriting(Dog[].class, new Dog[] { new Puppy("B") }));
        assertThatExceptionOfType(UnstorableValueException.class)
            .isThrownBy(() -> this.types.forWriting(type(new ParameterizedTypeReference<Optional<Dog>>() {
            }), Optional.of(new Puppy("B"))));
    }

    @Test
    void comparatorOfSortedMapIsNotLostSilently() {
        TreeMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        assertThatExceptionOfType(UnstorableValueException.class)
            .isThrownBy(() -> this.types.forWriting(type(new ParameterizedTypeReference<TreeMap<String, Integer>>() {
            }), map))
            .withMessageContaining("comparator");
    }

    private static Type type(ParameterizedTypeReference<?> reference) {
        return reference.getType();
    }

    private static Type returnTypeOf(String method) {
        try {
            return Signatures.class.getDeclaredMethod(method).getGenericReturnType();
        }
        catch (NoSuchMethodException ex) {
            throw new IllegalStateException(ex);
        }
    }

    interface Signatures {

        <T extends Order & Serializable> List<T> variable();

        @SuppressWarnings("TypeParameterUnusedInFormals")
        <T extends Comparable<T>> T recursive();

    }

    static class Order implements Serializable {

        private static final long serialVersionUID = 1L;

        final int number;

        Order(int number) {
            this.number = number;
        }

    }

    record Page<T>(List<T> content) {

    }

    interface Animal {

    }

    static class Dog implements Animal {

        final String name;

        Dog(String name) {
            this.name = name;
        }

    }

    static class Puppy extends Dog {

        Puppy(String name) {
            super(name);
        }

    }

    interface Described {

    }

    static class DescribedPart implements Described {

    }

    enum Sign {

        PLUS {
            @Override
            int factor() {
                return 1;
            }
        };

        abstract int factor();

    }

}
