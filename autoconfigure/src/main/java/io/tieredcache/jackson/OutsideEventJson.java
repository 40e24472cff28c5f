package io.tieredcache.jackson;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tieredcache.events.EventReader;
import io.tieredcache.events.OutsideEvent;
import io.tieredcache.events.RejectedEventException;
import io.tieredcache.events.Rejection;

/**
 * Reads events from outside as JSON, version 1 of the contract in
 * {@code docs/invalidation-event.schema.json}. Strict: a field that the contract does not
 * have is an error, since it may be a misspelt target. No message holds a value of the
 * event.
 */
public final class OutsideEventJson implements EventReader {

    private static final int VERSION = 1;

    private static final Set<String> FIELDS = Set.of("version", "id", "time", "tags", "keys", "caches", "namespace",
            "expire");

    private static final Set<String> KEY_FIELDS = Set.of("cache", "key", "text");

    private static final Pattern TIME = Pattern
        .compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final JsonMapper mapper = JsonMapper
        .builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(16)
                .maxNumberLength(32)
                .maxNameLength(OutsideEvent.MAX_NAME)
                .maxDocumentLength(OutsideEvent.MAX_BYTES)
                .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();

    /**
     * Create a reader.
     */
    public OutsideEventJson() {
    }

    @Override
    public OutsideEvent read(byte[] body) {
        JsonNode event = parse(body);
        checkVersion(event);
        checkFields(event, FIELDS, "the event");
        OutsideEvent read = new OutsideEvent(name(event.path("id"), "'id'"), time(event),
                list(event, "tags", OutsideEvent.MAX_TARGETS, OutsideEventJson::name),
                list(event, "keys", OutsideEvent.MAX_TARGETS, OutsideEventJson::key),
                list(event, "caches", OutsideEvent.MAX_CACHES, OutsideEventJson::name), flag(event, "namespace"),
                flag(event, "expire"));
        if (read.tags().isEmpty() && read.keys().isEmpty() && read.caches().isEmpty() && !read.namespace()) {
            throw malformed("it names no target");
        }
        return read;
    }

    private JsonNode parse(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            JsonNode event = this.mapper.readTree(text);
            if (!event.isObject()) {
                throw malformed("it is no JSON object");
            }
            return event;
        }
        catch (CharacterCodingException ex) {
            throw malformed("it is not UTF-8");
        }
        catch (JacksonException ex) {
            throw malformed("it is not JSON, names a field twice, or is nested too deeply");
        }
    }

    private static void checkVersion(JsonNode event) {
        JsonNode version = event.path("version");
        if (!version.isIntegralNumber()) {
            throw malformed("'version' is missing or no whole number");
        }
        if (!version.canConvertToInt() || version.intValue() != VERSION) {
            throw new RejectedEventException(Rejection.UNKNOWN_VERSION,
                    "'version' is not %d, the only one known here".formatted(VERSION));
        }
    }

    private static void checkFields(JsonNode object, Set<String> known, String place) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!known.contains(field.getKey())) {
                throw malformed("%s has a field that version %d does not know".formatted(place, VERSION));
            }
        }
    }

    private static @Nullable Instant time(JsonNode event) {
        JsonNode time = event.path("time");
        if (time.isMissingNode()) {
            return null;
        }
        Instant instant = time.isString() ? instant(time.stringValue()) : null;
        if (instant == null || instant.isBefore(Instant.EPOCH) || !instant.isBefore(END_OF_TIME)) {
            throw malformed("'time' is no date and time with an offset, such as 2026-11-21T08:30:00.250Z, since 1970");
        }
        return instant;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return TIME.matcher(text).matches() ? OffsetDateTime.parse(text).toInstant() : null;
        }
        catch (DateTimeException ex) {
            return null;
        }
    }

    private static <T> List<T> list(JsonNode event, String field, int most, BiFunction<JsonNode, String, T> element) {
        JsonNode array = event.path(field);
        if (array.isMissingNode()) {
            return List.of();
        }
        if (!array.isArray() || array.size() > most) {
            throw malformed("'%s' is no array of at most %d".formatted(field, most));
        }
        List<T> elements = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            elements.add(element.apply(array.get(i), "'%s[%d]'".formatted(field, i)));
        }
        return elements;
    }

    private static OutsideEvent.Key key(JsonNode node, String place) {
        if (!node.isObject()) {
            throw malformed(place + " is no object");
        }
        checkFields(node, KEY_FIELDS, place);
        String cache = name(node.path("cache"), place + ".cache");
        JsonNode value = node.path("key");
        JsonNode text = node.path("text");
        if (value.isMissingNode() == text.isMissingNode()) {
            throw malformed(place + " has neither or both of 'key' and 'text'");
        }
        return text.isMissingNode() ? new OutsideEvent.Key(cache, value(value, place + ".key"), null)
                : new OutsideEvent.Key(cache, null, keyText(text, place + ".text"));
    }

    private static String keyText(JsonNode node, String place) {
        String text = text(node, place, OutsideEvent.MAX_KEY);
        if (!OutsideEvent.Key.isText(text)) {
            throw malformed(place + " has a character that no canonical key text has");
        }
        return text;
    }

    private static Object value(JsonNode value, String place) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        return (value.isString() && value.stringValue().isEmpty()) ? "" : text(value, place, OutsideEvent.MAX_KEY);
    }

    private static String name(JsonNode node, String place) {
        return text(node, place, OutsideEvent.MAX_NAME);
    }

    private static String text(JsonNode node, String place, int most) {
        if (!node.isString()) {
            throw malformed("%s is missing or of another type than allowed".formatted(place));
        }
        String text = node.stringValue();
        if (text.isEmpty() || text.length() > most) {
            throw malformed("%s has %d characters, but must have 1 to %d".formatted(place, text.length(), most));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw malformed(place + " has half of a surrogate pair");
        }
        return text;
    }

    private static boolean flag(JsonNode event, String field) {
        JsonNode flag = event.path(field);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw malformed("'%s' is neither true nor false".formatted(field));
        }
        return flag.asBoolean(false);
    }

    private static RejectedEventException malformed(String message) {
        return new RejectedEventException(Rejection.MALFORMED, message);
    }

}
