package io.tieredcache.jackson;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.type.ValueType;
import io.tieredcache.type.ValueTypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JacksonValueSerializerTests {

    private final JacksonValueSerializer json = JacksonValueSerializer.json();

    @Test
    void formatsHaveIds() {
        assertThat(this.json.id()).isEqualTo("json");
        assertThat(JacksonValueSerializer.smile().id()).isEqualTo("smile");
        assertThat(JacksonValueSerializer.cbor().id()).isEqualTo("cbor");
    }

    @Test
    void contentIsPlainJson() {
        assertThat(content(this.json, new Order(1, List.of("a")))).isEqualTo("{\"number\":1,\"orderLines\":[\"a\"]}");
    }

    @Test
    void customizerChangesSettings() {
        JacksonValueSerializer serializer = JacksonValueSerializer
            .json((builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
        assertThat(content(serializer, new Order(1, List.of()))).contains("order_lines");
        assertThat(JacksonValueSerializer
            .smile((builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
            .id()).isEqualTo("smile");
        assertThat(JacksonValueSerializer
            .cbor((builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
            .id()).isEqualTo("cbor");
    }

    @Test
    void changedSettingsMakeOldEntriesUnreadable() {
        JacksonValueSerializer serializer = JacksonValueSerializer
            .json((builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
        byte[] payload = serializer.serialize(new Order(1, List.of()), Order.class);
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> this.json.deserialize(payload, Order.class));
    }

    @Test
    void ownMapperIsUsed() {
        JacksonValueSerializer own = JacksonValueSerializer.using("own",
                JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build());
        assertThat(own.id()).isEqualTo("own");
        assertThat(content(own, new Order(1, List.of()))).contains("order_lines");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "a b", "\u00e4", "123456789012345678901234567890123" })
    void idOfOwnMapperIsChecked(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> JacksonValueSerializer.using(id, JsonMapper.shared()));
    }

    @Test
    void nanosecondsOfSqlTimestampAreKept() {
        Timestamp time = Timestamp.from(Instant.parse("2026-01-02T03:04:05.123456789Z"));
        assertThat(this.json.deserialize(this.json.serialize(time, Timestamp.class), Timestamp.class)).isEqualTo(time);
    }

    @Test
    void annotationsTellHowToReadAbstractType() {
        assertThat(this.json.describesSubtypes(Named.class)).isTrue();
        assertThat(this.json.describesSubtypes(NamedPart.class)).isTrue();
        assertThat(this.json.describesSubtypes(Implemented.class)).isTrue();
        assertThat(this.json.describesSubtypes(Created.class)).isTrue();
        assertThat(this.json.describesSubtypes(JsonNode.class)).isTrue();
        assertThat(this.json.describesSubtypes(Unnamed.class)).isFalse();
        assertThat(this.json.describesSubtypes(Plain.class)).isFalse();
        assertThat(this.json.describesSubtypes(Object.class)).isFalse();
        assertThat(this.json.describesSubtypes(CharSequence.class)).isFalse();
    }

    @Test
    void mixInTellsHowToReadAbstractType() {
        assertThat(JacksonValueSerializer.json((builder) -> builder.addMixIn(Plain.class, Named.class))
            .describesSubtypes(Plain.class)).isTrue();
    }

    @Test
    void describedValuesComeBack() {
        ValueTypes types = new ValueTypes(getClass().getClassLoader(),
                () -> Set.of(Order.class.getName(), NamedPart.class.getName()), this.json::describesSubtypes);
        for (Object value : List.of("a", 1L, List.of(), List.of(new Order(1, List.of())), Map.of("a", List.of(1)),
                new NamedPart(1), List.of(new NamedPart(1)), Map.of("a", 1, "b", List.of("c", 0.5, false)))) {
            ValueType type = types.of(value);
            byte[] payload = this.json.serialize(value, type.javaType());
            Type expected = types.expected(null, type.id()).javaType();
            assertThat(this.json.deserialize(payload, expected)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "smile", "cbor" })
    void missingFormatIsNamed(String format) throws Exception {
        Class<?> serializer = new WithoutFormats().loadClass(JacksonValueSerializer.class.getName());
        assertThat(serializer.getMethod("json").invoke(null)).isNotNull();
        assertThatExceptionOfType(InvocationTargetException.class)
            .isThrownBy(() -> serializer.getMethod(format).invoke(null))
            .havingCause()
            .isInstanceOf(InvalidTieredCacheConfigurationException.class)
            .withMessage("Values are to be stored as '%s', which is not on the class path. Add the dependency "
                    + "'tools.jackson.dataformat:jackson-dataformat-%s'.", format, format);
    }

    @Test
    void manyThreadsShareOneSerializer() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Type type = new ParameterizedTypeReference<List<Order>>() {
            }.getType();
            List<Order> value = List.of(new Order(1, List.of("a")), new Order(2, List.of()));
            Callable<Object> task = () -> {
                start.await();
                return this.json.deserialize(this.json.serialize(value, type), type);
            };
            List<Future<Object>> results = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                results.add(threads.submit(task));
            }
            start.countDown();
            for (Future<Object> result : results) {
                assertThat(result.get()).isEqualTo(value);
            }
        }
        finally {
            threads.shutdownNow();
        }
    }

    private static String content(JacksonValueSerializer serializer, Object value) {
        byte[] payload = serializer.serialize(value, value.getClass());
        return new String(payload, 8, payload.length - 8, StandardCharsets.UTF_8);
    }

    record Order(int number, List<String> orderLines) {

    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    interface Named {

    }

    record NamedPart(int number) implements Named {

    }

    @JsonDeserialize(as = ImplementedPart.class)
    interface Implemented {

    }

    record ImplementedPart(int number) implements Implemented {

    }

    abstract static class Created {

        @JsonCreator
        static Created of() {
            return new Created() {
            };
        }

    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
    interface Unnamed {

    }

    interface Plain {

    }

    /**
     * Has its own copies of our classes and hides the optional formats from them.
     */
    private static final class WithoutFormats extends ClassLoader {

        private WithoutFormats() {
            super(JacksonValueSerializerTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("tools.jackson.dataformat.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(JacksonValueSerializer.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return (loaded != null) ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream classFile = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = classFile.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            }
            catch (IOException ex) {
                throw new ClassNotFoundException(name, ex);
            }
        }

    }

}
