package io.tieredcache.jackson;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnwritableValueTests {

    private final JacksonValueSerializer serializer = JacksonValueSerializer.json();

    static Stream<Arguments> unwritable() {
        Cycle cycle = new Cycle();
        cycle.self = cycle;
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, String> nullKey = new HashMap<>();
        nullKey.put(null, "a");
        return Stream.of(Arguments.of(new Object(), Object.class), Arguments.of(new Stateless(), Stateless.class),
                Arguments.of(cycle, Cycle.class), Arguments.of(list, List.class),
                Arguments.of(nullKey, new ParameterizedTypeReference<Map<String, String>>() {
                }.getType()), Arguments.of(new Failing(), Failing.class),
                Arguments.of(new Keyed(Map.of(new Code("secret"), "b")), Keyed.class),
                Arguments.of("text", Integer.class));
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void valueThatCannotBeWrittenIsRefused(Object value, Type type) {
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> this.serializer.serialize(value, type))
            .withMessageMatching("A value of type '.*' cannot be written: .*")
            .withMessageNotContaining("secret")
            .withNoCause();
    }

    static Stream<Object> unreadable() {
        return Stream.of(new NoCreator("a"), new Setterless(), new Abstract(Map.of("a", new Text())));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void valueThatCannotBeReadBackIsRefused(Object value) {
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ValueConversionException.class)
                .isThrownBy(() -> this.serializer.serialize(value, value.getClass()))
                .withMessageContaining("can be written, but not be read back: ")
                .withMessageContaining("Give its classes a constructor or setters")
                .withNoCause();
        }
    }

    @Test
    void errorNamesClassAndProperty() {
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> this.serializer.serialize(new Holder(new NoCreator("a")), Holder.class))
            .withMessageStartingWith("A value of type '%s' can be written, but not be read back: "
                    + "MismatchedInputException at 'part'.", Holder.class.getName());
    }

    @Test
    void getterThatMayStandForStateIsNotLeftOut() {
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> this.serializer.serialize(new Setterless(), Setterless.class))
            .withMessageContaining("UnrecognizedPropertyException at 'items'");
    }

    @Test
    void typeWithoutEndIsRefused() {
        Type type = new ParameterizedTypeReference<Endless<String>>() {
        }.getType();
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> this.serializer.serialize(new Endless<>("a", null), type))
            .withMessageStartingWith("Type '%s<java.lang.String>' cannot be stored: ", Endless.class.getName());
    }

    static class Stateless {

    }

    static class Cycle {

        public @Nullable Cycle self;

    }

    static class Failing {

        public String getName() {
            throw new IllegalStateException("secret");
        }

        public void setName(String name) {
        }

    }

    static class NoCreator {

        private final String name;

        NoCreator(String name) {
            this.name = name;
        }

        NoCreator(String first, String last) {
            this.name = first + " " + last;
        }

        public String getName() {
            return this.name;
        }

    }

    static class Setterless {

        private final List<String> content = new ArrayList<>(List.of("a"));

        public List<String> getItems() {
            return this.content;
        }

    }

    record Abstract(Map<String, Supplier<String>> texts) {

    }

    record Code(String text) {

    }

    record Keyed(Map<Code, String> byKey) {

    }

    record Holder(NoCreator part) {

    }

    record Endless<T>(T value, @Nullable Endless<List<T>> next) {

    }

    static class Text implements Supplier<String> {

        public String value = "b";

        @Override
        public String get() {
            return this.value;
        }

    }

}
