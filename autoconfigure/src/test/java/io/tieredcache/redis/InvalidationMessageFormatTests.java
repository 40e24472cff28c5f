package io.tieredcache.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.InvalidationMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages to text and back. {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class InvalidationMessageFormatTests {

    private static final String HEAD = "1 41 42 1700000000000 node\n";

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    @BeforeEach
    void printSeed() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
    }

    @Test
    void headAndTargetsComeBack() {
        EntryKey key = new EntryKey("shop:orders:v1:{i:1}");
        InvalidationMessage message = read(message(HEAD, List.of(key), List.of("all", "tag:Küche|{x}\n7:")));
        assertThat(message).isEqualTo(new InvalidationMessage(41, 42, 1_700_000_000_000L, "node", false,
                List.of("all", "tag:Küche|{x}\n7:"), List.of(key.hash()), List.of()));
    }

    @Test
    void eventTimesComeBack() {
        byte[] targets = InvalidationMessageFormat.targets(List.of(), List.of("tag:x"), false, List.of(0L, 17L));
        InvalidationMessage message = read(bytes(HEAD + new String(targets, StandardCharsets.UTF_8)));
        assertThat(message).isNotNull();
        assertThat(message.eventTimes()).containsExactly(0L, 17L);
        assertThat(message.fences()).containsExactly("tag:x");
    }

    @Test
    void moreEventTimesThanAllowedAreLeftOut() {
        InvalidationMessage message = read(bytes(HEAD + "E1:7".repeat(5_000) + "F5:tag:x"));
        assertThat(message).isNotNull();
        assertThat(message.eventTimes()).hasSize(CacheInvalidation.MAX_EVENT_TIMES);
        assertThat(message.fences()).containsExactly("tag:x");
    }

    @Test
    void messageThatEvictsOneFenceEvictsAll() {
        byte[] mixed = bytes(HEAD + "f1:aF1:b");
        assertThat(read(mixed).expiring()).isFalse();
        assertThat(read(bytes(HEAD + "f1:af1:b")).expiring()).isTrue();
    }

    @Test
    void releaseComesBack() {
        EntryKey key = new EntryKey("shop:orders:v1:{i:1}");
        assertThat(InvalidationMessageFormat.readRelease(InvalidationMessageFormat.release(key))).isEqualTo(key.hash());
        for (String other : List.of("", "1", "1 ", "2 00", "1 xyz", "1 00000000000000000", "1 -1")) {
            assertThat(InvalidationMessageFormat.readRelease(bytes(other))).as(other).isNull();
        }
    }

    @Test
    void messageWithoutTargetsIsRead() {
        InvalidationMessage message = read(bytes(HEAD));
        assertThat(message).isNotNull();
        assertThat(message.fences()).isEmpty();
        assertThat(message.keyHashes()).isEmpty();
    }

    @Test
    void everyMessageComesBackAsItWas() {
        for (int i = 0; i < 5_000; i++) {
            long previous = this.random.nextLong(1L << 52);
            long number = previous + 1 + this.random.nextLong(1L << 40);
            List<EntryKey> keys = new ArrayList<>();
            List<String> fences = new ArrayList<>();
            for (int left = this.random.nextInt(8); left > 0; left--) {
                keys.add(new EntryKey("key-" + this.random.nextLong()));
                fences.add("tag:" + randomText());
            }
            String head = "1 %d %d %d origin-%d\n".formatted(previous, number, number / 1024, i);
            InvalidationMessage expected = new InvalidationMessage(previous, number, number / 1024, "origin-" + i,
                    i % 2 == 1 && !fences.isEmpty(), fences, keys.stream().map(EntryKey::hash).toList(), List.of());
            assertThat(read(message(head, keys, fences, i % 2 == 1))).as("seed %d, message %d", this.seed, i)
                .isEqualTo(expected);
        }
    }

    @Test
    void truncatedMessageIsNoneOrHasFewerTargets() {
        byte[] body = message(HEAD, List.of(new EntryKey("a"), new EntryKey("b")), List.of("tag:x", "tag:y"));
        for (int length = 0; length < body.length; length++) {
            InvalidationMessage message = read(Arrays.copyOf(body, length));
            if (message != null) {
                assertThat(message.fences().size() + message.keyHashes().size()).isLessThan(4);
                assertThat(List.of("tag:x", "tag:y")).containsAll(message.fences());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "1", "1 ", "1 41", "1 41 42", "1 41 42 1700000000000",
            "1 41 42 1700000000000 node", "2 41 42 1700000000000 node\n", "0 41 42 1 n\n", "11 41 42 1 n\n",
            "1  41 42 1 n\n", "1 -41 42 1 n\n", "1 41 -42 1 n\n", "1 +41 42 1 n\n", "1 0x1 42 1 n\n", "1 41 42.5 1 n\n",
            "1 41 1e9 1 n\n", "1 42 42 1 n\n", "1 43 42 1 n\n", "1 41 9007199254740992 1 n\n",
            "1 41 9999999999999999 1 n\n", "1 41 18446744073709551616 1 n\n", "1 41 99999999999999999999999999 1 n\n",
            "1 41 ٤٢ 1 n\n", "PING", "{\"number\":42}" })
    void wrongHeadIsNoMessage(String body) {
        assertThat(read(bytes(body))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "F", "F5", "F5:", "F5:tag", "F-1:", "F:", "Fx:tag", "F99999999999:tag", "F2147483647:tag",
            "F9007199254740991:tag", "X5:tag:x", "K16:xyzxyzxyzxyzxyzx", "K17:00000000000000000", "F5:tag:xK16:00",
            "\n", "F5:tag:x ", "E0:", "E2:-1", "E1:x", "E16:9007199254740992" })
    void wrongTargetsAreNoMessage(String targets) {
        assertThat(read(bytes(HEAD + targets))).isNull();
    }

    @Test
    void randomBytesNeverThrow() {
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[this.random.nextInt(100)];
            this.random.nextBytes(body);
            assertThat(read(body)).as("seed %d, bytes %d", this.seed, i).isNull();
            assertThat(InvalidationMessageFormat.readPulse(body)).as("seed %d, bytes %d", this.seed, i).isNull();
        }
    }

    @Test
    void changedMessagesNeverThrow() {
        byte[] body = message(HEAD, List.of(new EntryKey("a")), List.of("tag:x", "cache:orders"));
        for (int i = 0; i < 30_000; i++) {
            byte[] changed = body.clone();
            for (int changes = this.random.nextInt(4); changes >= 0; changes--) {
                changed[this.random.nextInt(changed.length)] = (byte) this.random.nextInt();
            }
            InvalidationMessage message = read(changed);
            if (message != null) {
                assertThat(message.number()).as("seed %d, message %d", this.seed, i)
                    .isGreaterThan(message.previous())
                    .isLessThan(1L << 53);
            }
        }
    }

    @Test
    void thousandsOfTargetsAreReadAtOnce() {
        List<EntryKey> keys = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            keys.add(new EntryKey("key-" + i));
        }
        InvalidationMessage message = read(message(HEAD, keys, List.of()));
        assertThat(message).isNotNull();
        assertThat(message.keyHashes()).containsExactlyElementsOf(keys.stream().map(EntryKey::hash).toList());
    }

    @Test
    void pulseComesBack() {
        assertThat(InvalidationMessageFormat.readPulse(bytes("1 7 9007199254740991"))).containsExactly(7,
                9_007_199_254_740_991L);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "1", "1 7", "1 7 ", "2 7 9", "1 -7 9", "1 7 -9", "1 7 9 ", "1 7 9007199254740992",
            "1 7 9\n", "1 x 9" })
    void wrongPulseIsNone(String body) {
        assertThat(InvalidationMessageFormat.readPulse(bytes(body))).isNull();
    }

    private static InvalidationMessage read(byte[] body) {
        return InvalidationMessageFormat.read(body);
    }

    private static byte[] message(String head, List<EntryKey> keys, List<String> fences) {
        return message(head, keys, fences, false);
    }

    private static byte[] message(String head, List<EntryKey> keys, List<String> fences, boolean expiring) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(head));
        out.writeBytes(InvalidationMessageFormat.targets(keys, fences, expiring, List.of()));
        return out.toByteArray();
    }

    private String randomText() {
        return this.random.ints(1 + this.random.nextInt(40), 0, Character.MAX_CODE_POINT + 1)
            .filter((point) -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

}
