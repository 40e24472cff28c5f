package io.tieredcache.jackson;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostilePayloadTests {

    private static final int ROUNDS = 4_000 * Integer.getInteger("tiered-cache.test.scale", 1);

    static final AtomicBoolean initialized = new AtomicBoolean();

    static final List<JacksonValueSerializer> formats = List.of(JacksonValueSerializer.json(),
            JacksonValueSerializer.smile(), JacksonValueSerializer.cbor());

    private static final Type AIRPORTS = new ParameterizedTypeReference<List<Airport>>() {
    }.getType();

    private static final List<Airport> VALUE = List.of(new Airport("FRA", 50.03, Instant.EPOCH, Map.of("a", 1), null),
            new Airport("HHN", -1, Instant.MAX, Map.of(), new UUID(1, 2)));

    private final JacksonValueSerializer json = JacksonValueSerializer.json();

    @ParameterizedTest
    @FieldSource("formats")
    void randomBytesAreNoValue(JacksonValueSerializer serializer) {
        Random random = random();
        byte[] prefix = prefix(serializer, AIRPORTS, VALUE);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] payload = new byte[random.nextInt(100)];
            random.nextBytes(payload);
            System.arraycopy(prefix, 0, payload, 0, Math.min((i % 2) * prefix.length, payload.length));
            refusedOrList(serializer, payload);
        }
    }

    @ParameterizedTest
    @FieldSource("formats")
    void damagedBytesAreNoOtherClass(JacksonValueSerializer serializer) {
        Random random = random();
        byte[] whole = serializer.serialize(VALUE, AIRPORTS);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] payload = whole.clone();
            for (int j = random.nextInt(1, 4); j > 0; j--) {
                payload[random.nextInt(payload.length)] = (byte) random.nextInt();
            }
            refusedOrList(serializer, payload);
        }
    }

    @ParameterizedTest
    @FieldSource("formats")
    void truncatedPayloadIsRefused(JacksonValueSerializer serializer) {
        byte[] whole = serializer.serialize(VALUE, AIRPORTS);
        for (int length = 0; length < whole.length; length++) {
            refused(serializer, Arrays.copyOf(whole, length), AIRPORTS);
        }
    }

    @ParameterizedTest
    @FieldSource("formats")
    void trailingBytesAreRefused(JacksonValueSerializer serializer) {
        byte[] whole = serializer.serialize(VALUE, AIRPORTS);
        int start = "smile".equals(serializer.id()) ? 12 : 8;
        refused(serializer,
                ByteBuffer.allocate(whole.length * 2 - start)
                    .put(whole)
                    .put(whole, start, whole.length - start)
                    .array(),
                AIRPORTS);
    }

    @ParameterizedTest
    @FieldSource("formats")
    void payloadOfOtherFormatIsRefused(JacksonValueSerializer serializer) {
        for (JacksonValueSerializer other : formats) {
            if (other != serializer) {
                refused(serializer, other.serialize(VALUE, AIRPORTS), AIRPORTS);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("formats")
    void payloadOfOtherClassIsRefused(JacksonValueSerializer serializer) {
        refused(serializer, serializer.serialize(new Look("FRA"), Look.class), Alike.class);
        refused(serializer, serializer.serialize(VALUE.get(0), Airport.class), AIRPORTS);
    }

    @Test
    void deepNestingIsRefused() {
        Map<String, byte[]> openings = Map.of("json", bytes("["), "smile", new byte[] { (byte) 0xf8 }, "cbor",
                new byte[] { (byte) 0x9f });
        for (JacksonValueSerializer serializer : formats) {
            byte[] head = Arrays.copyOf(serializer.serialize("a", Object.class),
                    "smile".equals(serializer.id()) ? 12 : 8);
            byte[] opening = openings.get(serializer.id());
            ByteBuffer payload = ByteBuffer.allocate(head.length + 100_000).put(head);
            Collections.nCopies(100_000, opening).forEach(payload::put);
            refused(serializer, payload.array(), Object.class);
            refused(serializer, payload.array(), new ParameterizedTypeReference<List<Object>>() {
            }.getType());
        }
    }

    @Test
    void deepestValueThatCanBeWrittenCanBeRead() {
        for (JacksonValueSerializer serializer : formats) {
            Chain chain = chain(200);
            assertThat(serializer.deserialize(serializer.serialize(chain, Chain.class), Chain.class)).isEqualTo(chain);
            assertThatExceptionOfType(ValueConversionException.class)
                .isThrownBy(() -> serializer.serialize(chain(201), Chain.class))
                .satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "null", "1", "\"FRA\"", "[]", "{}", "{\"code\":\"FRA\"}",
            "{\"code\":\"FRA\",\"x\":1}", "{\"@class\":\"javax.script.ScriptEngineManager\"}",
            "{\"@type\":\"Airport\",\"code\":\"FRA\"}", "[\"javax.script.ScriptEngineManager\",[]]", "{'code':'FRA'}",
            "{\"code\":\"FRA\",}", "{\"code\":{}}", "{\"code\":[\"FRA\"]}", "/**/{}", "NaN", "{\"code\":\"a\u0000\"}" })
    void otherJsonIsRefused(String content) {
        refused(this.json, payload(Airport.class, VALUE.get(0), content), Airport.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"number\":\"1\"}", "{\"number\":1.5}", "{\"number\":null}", "{\"number\":true}",
            "{\"number\":\"\"}", "{\"number\":[1]}", "{\"number\":99999999999}", "{\"number\":1e400}", "{}" })
    void valueOfOtherKindIsNotCoerced(String content) {
        refused(this.json, payload(Numbered.class, new Numbered(1), content), Numbered.class);
    }

    @Test
    void typeIdInOpenPropertyIsPlainText() {
        String content = "{\"any\":{\"@class\":\"" + Flagged.class.getName() + "\",\"x\":[\"" + Flagged.class.getName()
                + "\",{}]}}";
        Open value = (Open) this.json.deserialize(payload(Open.class, new Open("a"), content), Open.class);
        assertThat(value.any())
            .isEqualTo(Map.of("@class", Flagged.class.getName(), "x", List.of(Flagged.class.getName(), Map.of())));
        assertThat(initialized).isFalse();
    }

    static Stream<Type> namedByClass() {
        return Stream.of(ByClass.class, ByMinimalClass.class, ByClassInProperty.class, OfClass.class,
                new ParameterizedTypeReference<Map<Class<?>, String>>() {
                }.getType(), JavaType.class, Class.class);
    }

    @ParameterizedTest
    @MethodSource("namedByClass")
    void classNamedInPayloadIsNotLoaded(Type type) {
        String name = "\"" + Flagged.class.getName() + "\"";
        for (JacksonValueSerializer serializer : List.of(this.json, ownMapper())) {
            long fingerprint = StructureReader.read(JsonMapper.shared(), JsonMapper.shared().constructType(type))
                .fingerprint();
            for (String content : List.of("{\"@class\":" + name + "}", "{\"@c\":" + name + "}",
                    "{\"any\":{\"@class\":" + name + "}}", "{\"type\":" + name + "}", "{" + name + ":\"a\"}", name)) {
                byte[] payload = ByteBuffer.allocate(8 + content.length())
                    .putLong(fingerprint)
                    .put(bytes(content))
                    .array();
                refusedOrEmpty(serializer, payload, type);
            }
        }
        assertThat(initialized).isFalse();
    }

    @Test
    void classNamesAreFoundOutWhenWritten() {
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> this.json.serialize(new ByClassPart(), ByClass.class))
            .withMessageContaining(
                    "can be written, but not be read back: InvalidDefinitionException of '" + ByClass.class.getName());
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> this.json.serialize(new OfClass(String.class), OfClass.class));
    }

    @Test
    void unknownTypeNameIsRefused() {
        String content = "{\"@type\":\"" + Flagged.class.getName() + "\"}";
        refused(this.json, payload(ByName.class, new ByNamePart(), content), ByName.class);
        assertThat(initialized).isFalse();
    }

    @Test
    void defaultTypingOfOwnMapperIsSwitchedOff() {
        JacksonValueSerializer own = ownMapper();
        byte[] payload = own.serialize(new Open(new Look("a")), Open.class);
        assertThat(new String(payload, 8, payload.length - 8, StandardCharsets.UTF_8))
            .isEqualTo("{\"any\":{\"name\":\"a\"}}");
        JacksonValueSerializer customized = JacksonValueSerializer
            .json((builder) -> builder.activateDefaultTyping(anyType(), DefaultTyping.NON_FINAL));
        assertThat(customized.serialize(new Open(new Look("a")), Open.class))
            .isEqualTo(this.json.serialize(new Open(new Look("a")), Open.class));
    }

    @Test
    void messagesHoldNoContent() {
        for (JacksonValueSerializer serializer : formats) {
            Type byKey = new ParameterizedTypeReference<Map<String, Numbered>>() {
            }.getType();
            Type openByKey = new ParameterizedTypeReference<Map<String, Open>>() {
            }.getType();
            byte[] prefix = prefix(serializer, byKey, Map.of("secret", new Numbered(1)));
            byte[] other = serializer.serialize(Map.of("secret", new Open("secret")), openByKey);
            System.arraycopy(prefix, 0, other, 0, 8);
            assertThatExceptionOfType(ValueConversionException.class)
                .isThrownBy(() -> serializer.deserialize(other, byKey))
                .withMessageContaining("cannot be read: ")
                .withMessageContaining(" at '*.")
                .withMessageNotContaining("secret")
                .withNoCause();
            byte[] strict = serializer.serialize(new Look("secret"), Look.class);
            System.arraycopy(prefix(serializer, Strict.class, new Strict("ok")), 0, strict, 0, 8);
            assertThatExceptionOfType(ValueConversionException.class)
                .isThrownBy(() -> serializer.deserialize(strict, Strict.class))
                .withMessageContaining("ValueInstantiationException")
                .withMessageNotContaining("secret")
                .withNoCause();
        }
    }

    private void refusedOrList(JacksonValueSerializer serializer, byte[] payload) {
        try {
            Object value = serializer.deserialize(payload, AIRPORTS);
            assertThat((List<?>) value).allMatch((element) -> element == null || element instanceof Airport);
        }
        catch (ValueConversionException ex) {
            assertThat(ex).hasNoCause();
        }
    }

    private static void refusedOrEmpty(JacksonValueSerializer serializer, byte[] payload, Type type) {
        try {
            assertThat(serializer.deserialize(payload, type)).isIn(new OfClass(null), new ByClassInProperty(null));
            assertThat(serializer.id()).isEqualTo("own");
        }
        catch (ValueConversionException ex) {
            assertThat(ex.getMessage()).contains("cannot be read");
        }
    }

    private static void refused(JacksonValueSerializer serializer, byte[] payload, Type type) {
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> serializer.deserialize(payload, type))
            .withNoCause()
            .satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500).doesNotContain("FRA"));
    }

    private byte[] payload(Type type, Object example, String content) {
        byte[] prefix = prefix(this.json, type, example);
        byte[] utf8 = bytes(content);
        return ByteBuffer.allocate(prefix.length + utf8.length).put(prefix).put(utf8).array();
    }

    private static byte[] prefix(JacksonValueSerializer serializer, Type type, Object example) {
        return Arrays.copyOf(serializer.serialize(example, type), 8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JacksonValueSerializer ownMapper() {
        return JacksonValueSerializer.using("own",
                JsonMapper.builder().activateDefaultTyping(anyType(), DefaultTyping.NON_FINAL).build());
    }

    private static BasicPolymorphicTypeValidator anyType() {
        return BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build();
    }

    private static Random random() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return new Random(seed);
    }

    private static Chain chain(int length) {
        Chain chain = new Chain(null);
        for (int i = 1; i < length; i++) {
            chain = new Chain(chain);
        }
        return chain;
    }

    record Airport(String code, double latitude, Instant opened, Map<String, Integer> runways, @Nullable UUID id) {

    }

    record Look(String name) {

    }

    record Alike(String name) {

    }

    record Numbered(int number) {

    }

    record Open(Object any) {

    }

    record Chain(@Nullable Chain next) {

    }

    record Strict(String name) {

        Strict {
            if (name.startsWith("secret")) {
                throw new IllegalArgumentException("Bad name " + name);
            }
        }

    }

    static class Flagged implements ByClass, ByMinimalClass {

        static {
            initialized.set(true);
        }

    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass {

    }

    record ByClassPart() implements ByClass {

    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
    interface ByMinimalClass {

    }

    record ByClassInProperty(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) @Nullable Object any) {

    }

    record OfClass(@Nullable Class<?> type) {

    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(ByNamePart.class))
    interface ByName {

    }

    record ByNamePart() implements ByName {

    }

}
