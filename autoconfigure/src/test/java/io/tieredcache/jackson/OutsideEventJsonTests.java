package io.tieredcache.jackson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.events.OutsideEvent;
import io.tieredcache.events.RejectedEventException;
import io.tieredcache.events.Rejection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Events as the contract has them, and all else. What the parser takes, the schema takes
 * too, and the other way round. {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class OutsideEventJsonTests {

    private static final Path DOCS = Path.of("..", "docs");

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(text(DOCS.resolve("invalidation-event.schema.json")), InputFormat.JSON);

    private final OutsideEventJson json = new OutsideEventJson();

    @Test
    void everyPartIsRead() {
        OutsideEvent event = read("""
                {"version": 1, "id": "import-7", "time": "2026-11-21T09:30:00.250+01:00", "tags": ["country:DE"],
                 "keys": [{"cache": "airports", "key": "HAM"}, {"cache": "orders", "key": 4711},
                          {"cache": "flags", "key": true}, {"cache": "prices", "text": "p2~s:A%201~currency:EUR"}],
                 "caches": ["statistics"], "namespace": true, "expire": true}""");
        assertThat(event)
            .isEqualTo(new OutsideEvent("import-7", Instant.parse("2026-11-21T08:30:00.250Z"), List.of("country:DE"),
                    List.of(new OutsideEvent.Key("airports", "HAM", null), new OutsideEvent.Key("orders", 4711L, null),
                            new OutsideEvent.Key("flags", true, null),
                            new OutsideEvent.Key("prices", null, "p2~s:A%201~currency:EUR")),
                    List.of("statistics"), true, true));
    }

    @Test
    void mostTargetsThatAreAllowedAreRead() {
        assertThat(read(withTags(OutsideEvent.MAX_TARGETS)).tags()).hasSize(OutsideEvent.MAX_TARGETS);
        assertMalformed(withTags(OutsideEvent.MAX_TARGETS + 1), "'tags' is no array of at most 10000");
    }

    static Stream<String> valid() {
        return Stream.of("{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"]}",
                "{\"version\":1,\"id\":\"a\",\"caches\":[\"c\"],\"tags\":[]}",
                "{\"version\":1,\"id\":\"a\",\"namespace\":true}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":\"\"}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":-9223372036854775808}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"text\":\"null\"}],\"expire\":true}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"K\\u00fcche \\ud83d\\ude00\"],\"time\":\"2026-11-21T08:30:00Z\"}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"" + "x".repeat(128) + "\"],\"namespace\":false}");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void validEventIsReadAndAgreesWithTheSchema(String event) {
        assertThat(read(event).id()).isEqualTo("a");
        assertThat(SCHEMA.validate(event, InputFormat.JSON)).isEmpty();
    }

    static Stream<String> invalid() {
        return Stream.of("[]", "null", "1", "\"text\"", "{}", "{\"version\":1}",
                "{\"version\":\"1\",\"id\":\"a\",\"tags\":[\"t\"]}", "{\"id\":\"a\",\"tags\":[\"t\"]}",
                "{\"version\":1,\"tags\":[\"t\"]}", "{\"version\":1,\"id\":7,\"tags\":[\"t\"]}",
                "{\"version\":1,\"id\":\"\",\"tags\":[\"t\"]}", "{\"version\":1,\"id\":\"a\"}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[]}", "{\"version\":1,\"id\":\"a\",\"namespace\":false}",
                "{\"version\":1,\"id\":\"a\",\"tags\":\"t\"}", "{\"version\":1,\"id\":\"a\",\"tags\":[7]}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[null]}", "{\"version\":1,\"id\":\"a\",\"tags\":null}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"\"]}", "{\"version\":1,\"id\":\"a\",\"tags\":[[\"t\"]]}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"" + "x".repeat(129) + "\"]}",
                "{\"version\":1,\"id\":\"a\",\"tag\":[\"t\"],\"namespace\":true}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[\"HAM\"]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"key\":\"HAM\"}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\"}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":\"a\",\"text\":\"s:a\"}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":\"a\",\"schema\":1}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":1.5}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":9223372036854775808}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":null}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":{}}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"text\":\"\"}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"text\":7}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"text\":\"s:{a}\"}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"text\":\"s:K\u00fcche\"}]}",
                "{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":\"" + "x".repeat(4097) + "\"}]}",
                "{\"version\":1,\"id\":\"a\",\"namespace\":\"true\"}", "{\"version\":1,\"id\":\"a\",\"namespace\":1}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"expire\":null}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"time\":1700000000000}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"time\":\"2026-11-21\"}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"time\":\"2026-11-21T08:30:00\"}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"time\":\"now\"}",
                "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"time\":null}");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void invalidEventIsRejectedAndAgreesWithTheSchema(String event) {
        assertRejected(event.getBytes(StandardCharsets.UTF_8), Rejection.MALFORMED);
        assertThat(SCHEMA.validate(event, InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "{", "{\"version\":1", "\u0000", "{'version':1}", "{version:1}",
            "{\"version\":1,}", "// no\n{\"version\":1}", "{\"version\":NaN}",
            "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"]} {}", "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"]}]",
            "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"tags\":[\"u\"]}",
            "{\"version\":1,\"version\":2,\"id\":\"a\",\"tags\":[\"t\"]}", "{\"version\":1e999999999}",
            "{\"version\":1,\"id\":\"a\",\"tags\":[\"\\ud83d\"]}",
            "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"time\":\"2026-02-30T08:30:00Z\"}",
            "{\"version\":1,\"id\":\"a\",\"tags\":[\"t\"],\"time\":\"1969-12-31T23:59:59Z\"}" })
    void brokenJsonIsRejected(String event) {
        assertRejected(event.getBytes(StandardCharsets.UTF_8), Rejection.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "2", "0", "-1", "99999999999999999999999" })
    void otherVersionIsToldApartWhateverElseItHas(String version) {
        String event = "{\"version\":%s,\"event\":{\"of\":[\"the future\"]}}".formatted(version);
        assertRejected(event.getBytes(StandardCharsets.UTF_8), Rejection.UNKNOWN_VERSION);
    }

    @Test
    void deepNestingIsRejected() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertMalformed("{\"version\":1,\"id\":\"a\",\"tags\":" + deep + "}", "nested too deeply");
        assertMalformed("{\"a\":".repeat(100_000), "nested too deeply");
    }

    @Test
    void hugeNumbersAndNamesAreRejected() {
        assertMalformed("{\"version\":1,\"id\":\"a\",\"keys\":[{\"cache\":\"c\",\"key\":" + "9".repeat(500_000) + "}]}",
                "it is not JSON");
        assertMalformed("{\"" + "x".repeat(500_000) + "\":1}", "it is not JSON");
        assertMalformed("{\"version\":1,\"id\":\"" + "x".repeat(500_000) + "\"}", "'id' has 500000 characters");
    }

    @Test
    void bytesThatAreNoUtf8AreRejected() {
        for (byte[] wrong : List.of(new byte[] { (byte) 0xff }, new byte[] { (byte) 0xc0, (byte) 0x80 },
                new byte[] { (byte) 0xed, (byte) 0xa0, (byte) 0x80 }, new byte[] { (byte) 0xe2, (byte) 0x82 })) {
            byte[] head = "{\"version\":1,\"id\":\"a\",\"tags\":[\"".getBytes(StandardCharsets.UTF_8);
            byte[] body = new byte[head.length + wrong.length + 3];
            System.arraycopy(head, 0, body, 0, head.length);
            System.arraycopy(wrong, 0, body, head.length, wrong.length);
            System.arraycopy(new byte[] { '"', ']', '}' }, 0, body, head.length + wrong.length, 3);
            assertThatExceptionOfType(RejectedEventException.class).isThrownBy(() -> this.json.read(body))
                .withMessage("it is not UTF-8");
        }
    }

    @Test
    void errorsTellThePlaceAndNoValue() {
        assertMalformed("{\"version\":1,\"id\":\"a\",\"tags\":[\"t\",\"\"]}", "'tags[1]' has 0 characters");
        assertThatExceptionOfType(RejectedEventException.class)
            .isThrownBy(() -> read("{\"version\":1,\"id\":\"a\",\"secret-name\":\"secret-value\"}"))
            .withMessageNotContaining("secret");
        assertThatExceptionOfType(RejectedEventException.class)
            .isThrownBy(() -> read("{\"version\":1,\"id\":\"a\",\"tags\":[secret]}"))
            .withMessageNotContaining("secret");
    }

    @Test
    void changedEventsAreReadOrRejected() {
        long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());
        System.out.println("tiered-cache.test.seed=" + seed);
        Random random = new Random(seed);
        List<String> events = valid().toList();
        for (int i = 0; i < 20_000; i++) {
            byte[] body = events.get(random.nextInt(events.size())).getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            try {
                OutsideEvent event = this.json.read(body);
                assertThat(SCHEMA.validate(new String(body, StandardCharsets.UTF_8), InputFormat.JSON))
                    .as("seed %d, event %d", seed, i)
                    .isEmpty();
                assertThat(event.id()).isNotEmpty();
            }
            catch (RejectedEventException ex) {
                assertThat(ex.getMessage()).as("seed %d, event %d", seed, i).isNotEmpty();
            }
        }
    }

    @Test
    void examplesOfTheDocumentationAreValid() {
        Matcher example = Pattern.compile("(?s)```json\\n(.*?)```").matcher(text(DOCS.resolve("events.md")));
        int found = 0;
        while (example.find()) {
            read(example.group(1));
            assertThat(SCHEMA.validate(example.group(1), InputFormat.JSON)).as(example.group(1)).isEmpty();
            found++;
        }
        assertThat(found).isPositive();
    }

    private OutsideEvent read(String event) {
        return this.json.read(event.getBytes(StandardCharsets.UTF_8));
    }

    private void assertMalformed(String event, String message) {
        assertThatExceptionOfType(RejectedEventException.class).isThrownBy(() -> read(event))
            .withMessageContaining(message)
            .matches((ex) -> ex.rejection() == Rejection.MALFORMED);
    }

    private void assertRejected(byte[] event, Rejection rejection) {
        assertThatExceptionOfType(RejectedEventException.class).isThrownBy(() -> this.json.read(event))
            .matches((ex) -> ex.rejection() == rejection);
    }

    private static String withTags(int count) {
        String tags = IntStream.range(0, count).mapToObj((i) -> "\"tag:" + i + "\"").collect(Collectors.joining(","));
        return "{\"version\":1,\"id\":\"a\",\"tags\":[" + tags + "]}";
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
