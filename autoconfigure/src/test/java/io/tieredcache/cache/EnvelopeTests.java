package io.tieredcache.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.store.EntryFormat;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.L1Entry.Life;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes to envelopes and back. {@code -Dtiered-cache.test.seed=…} replays a run.
 */
class EnvelopeTests {

    private static final EntryKey KEY = new EntryKey("shop:orders:v1:{i:1}");

    private static final int STAMP_AT = 21;

    private static final int TAG_COUNT_AT = Envelope.HEAD;

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final Random random = new Random(this.seed);

    @BeforeEach
    void printSeed() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
    }

    @Test
    void everyEnvelopeComesBackAsItWas() {
        for (int i = 0; i < 1_000; i++) {
            Envelope envelope = randomEnvelope();
            assertThat(Envelope.read(envelope.write())).as("seed %d, envelope %d", this.seed, i)
                .usingRecursiveComparison()
                .isEqualTo(envelope);
        }
    }

    @Test
    void flagsTellNegativeAndOptional() {
        assertThat(envelope(0).isNegative()).isFalse();
        assertThat(envelope(0).isOptional()).isFalse();
        assertThat(envelope(Envelope.NEGATIVE).isNegative()).isTrue();
        assertThat(envelope(Envelope.OPTIONAL).isOptional()).isTrue();
        assertThat(envelope(Envelope.OPTIONAL | Envelope.NEGATIVE).isNegative()).isTrue();
    }

    @Test
    void answersForItsOwnKeyOnly() {
        assertThat(envelope(0).answersFor(KEY)).isTrue();
        assertThat(envelope(0).answersFor(new EntryKey("shop:orders:v1:{i:2}"))).isFalse();
    }

    @Test
    void truncatedAtEveryLengthIsNoEnvelope() {
        byte[] bytes = envelope(0).write();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Envelope.read(Arrays.copyOf(bytes, length))).as("%d bytes", length).isNull();
        }
    }

    @Test
    void changedAtAnyByteIsNoEnvelope() {
        byte[] bytes = envelope(0).write();
        for (int i = 0; i < bytes.length; i++) {
            if (i == EntryFormat.STATE) {
                continue;
            }
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThat(Envelope.read(changed)).as("bit %d of byte %d", bit, i).isNull();
            }
        }
    }

    @Test
    void stateAloneMayChange() {
        byte[] bytes = envelope(0).write();
        assertThat(Envelope.read(bytes).expired()).isFalse();
        bytes[EntryFormat.STATE] = EntryFormat.EXPIRED;
        Envelope expired = Envelope.read(bytes);
        assertThat(expired).isNotNull();
        assertThat(expired.expired()).isTrue();
    }

    @Test
    void renewedHeadChangesStampAndTimesAndNothingElse() {
        Envelope before = envelope(Envelope.OPTIONAL);
        byte[] bytes = before.write();
        bytes[EntryFormat.STATE] = EntryFormat.EXPIRED;
        Life life = new Life(7, 8, 9, 10, 11);
        byte[] head = Envelope.renewed(Arrays.copyOf(bytes, Envelope.HEAD), 2_000_000, life);
        assertThat(head).hasSize(Envelope.HEAD);
        System.arraycopy(head, 0, bytes, 0, head.length);
        assertThat(Envelope.read(bytes)).usingRecursiveComparison()
            .isEqualTo(new Envelope(before.flags(), false, before.digest(), 2_000_000, life, before.tags(),
                    before.validator(), before.serializer(), before.type(), before.payload()));
    }

    @Test
    void headOfAnotherEntryMakesNoEnvelope() {
        byte[] bytes = envelope(0).write();
        byte[] other = envelope(0, Set.of("another")).write();
        System.arraycopy(other, 0, bytes, 0, Envelope.HEAD);
        assertThat(Envelope.read(bytes)).isNull();
    }

    @Test
    void trailingBytesMakeNoEnvelope() {
        byte[] bytes = envelope(0).write();
        assertThat(Envelope.read(Arrays.copyOf(bytes, bytes.length + 1))).isNull();
    }

    @Test
    void randomBytesNeverThrow() {
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[this.random.nextInt(200)];
            this.random.nextBytes(bytes);
            assertThat(Envelope.read(bytes)).as("seed %d, bytes %d", this.seed, i).isNull();
        }
    }

    @Test
    void wrongLengthsUnderARightChecksumNeverThrow() {
        byte[] bytes = envelope(0).write();
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] changed = bytes.clone();
            for (int changes = this.random.nextInt(4); changes >= 0; changes--) {
                changed[this.random.nextInt(changed.length)] = (byte) this.random.nextInt();
            }
            Envelope envelope = Envelope.read(signed(changed));
            if (envelope != null) {
                read++;
                assertThat(envelope.stamp()).as("seed %d, bytes %d", this.seed, i).isBetween(0L, (1L << 53) - 1);
                assertThat(envelope.payload().length).isLessThan(bytes.length);
            }
        }
        assertThat(read).as("envelopes that could be read").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = { -1, Long.MIN_VALUE, 1L << 53, 1L << 60, Long.MAX_VALUE })
    void stampThatNoSequenceGivesIsRefused(long stamp) {
        byte[] bytes = envelope(0).write();
        ByteBuffer.wrap(bytes).putLong(STAMP_AT, stamp);
        assertThat(Envelope.read(signed(bytes))).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = { 29, 37, 45, 53 })
    void timesInAnotherOrderAreRefused(int position) {
        for (long time : new long[] { -1, Long.MIN_VALUE, 1L << 48, Long.MAX_VALUE }) {
            byte[] bytes = envelope(0).write();
            ByteBuffer.wrap(bytes).putLong(position, time);
            assertThat(Envelope.read(signed(bytes))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { Envelope.MAX_TAGS + 1, 65_535 })
    void moreTagsThanAreWrittenAreRefused(int count) {
        byte[] bytes = Arrays.copyOf(envelope(0).write(), 1 << 20);
        ByteBuffer.wrap(bytes).putShort(TAG_COUNT_AT, (short) count);
        assertThat(Envelope.read(signed(bytes))).isNull();
    }

    @Test
    void asManyTagsAsAreWrittenComeBack() {
        Set<String> tags = IntStream.range(0, Envelope.MAX_TAGS)
            .mapToObj((i) -> "tag-" + i)
            .collect(Collectors.toCollection(LinkedHashSet::new));
        Envelope read = Envelope.read(envelope(0, tags).write());
        assertThat(read).isNotNull();
        assertThat(read.tags()).containsExactlyElementsOf(tags);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 2, 255 })
    void otherFormatVersionIsNoEnvelope(int version) {
        byte[] bytes = envelope(0).write();
        bytes[2] = (byte) version;
        assertThat(Envelope.read(signed(bytes))).isNull();
    }

    private static byte[] signed(byte[] bytes) {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        CRC32C body = new CRC32C();
        body.update(bytes, Envelope.HEAD, bytes.length - Envelope.HEAD);
        out.putInt(Envelope.HEAD - 8, (int) body.getValue());
        CRC32C head = new CRC32C();
        head.update(bytes, 0, EntryFormat.STATE);
        head.update(bytes, EntryFormat.STATE + 1, Envelope.HEAD - 4 - EntryFormat.STATE - 1);
        out.putInt(Envelope.HEAD - 4, (int) head.getValue());
        return bytes;
    }

    private static Envelope envelope(int flags) {
        return envelope(flags, new LinkedHashSet<>(Set.of("airport:HAM", "country:DE")));
    }

    private static Envelope envelope(int flags, Set<String> tags) {
        return new Envelope(flags, false, KEY.digest(), 1_000_000, new Life(1_000, 601_000, 602_000, 700_000, 250),
                tags, "v7", "json", "java.lang.String", new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
    }

    private Envelope randomEnvelope() {
        byte[] digest = new byte[EntryKey.DIGEST_LENGTH];
        this.random.nextBytes(digest);
        byte[] payload = new byte[this.random.nextInt(300)];
        this.random.nextBytes(payload);
        Set<String> tags = new LinkedHashSet<>();
        for (int left = this.random.nextInt(6); left > 0; left--) {
            tags.add(randomText(128));
        }
        long[] times = this.random.longs(4, 0, 1L << 48).sorted().toArray();
        return new Envelope(this.random.nextInt(4), false, digest, this.random.nextLong() >>> 11,
                new Life(times[0], times[1], times[2], times[3], this.random.nextInt()), tags,
                this.random.nextBoolean() ? "v" + randomText(20) : null, "json" + this.random.nextInt(100),
                randomText(300), payload);
    }

    private String randomText(int maximum) {
        return this.random.ints(this.random.nextInt(maximum), 0, Character.MAX_CODE_POINT + 1)
            .filter((point) -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
            .limit(maximum / 2)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    }

}
