package io.tieredcache.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheSettings;
import io.tieredcache.store.EntryFormat;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.L1Entry.Life;

/**
 * What is stored in L2: a binary head and a body, all numbers in network order. The head
 * alone changes when an entry is found to be unchanged at its source, so that the value
 * is not sent again. <pre>
 *  0  magic 'T' 'C'
 *  2  format version, 1
 *  3  flags: 1 negative, 2 Optional
 *  4  0, or else an invalidation let the entry expire; not part of the checksum
 *  5  digest of the full key, 16 bytes
 * 21  stamp
 * 29  time of the load          milliseconds of Redis's clock
 * 37  end of the time to live   likewise, and the next two
 * 45  end of answering reads
 * 53  end of standing in where the source fails
 * 61  cost of a load            microseconds, 4 bytes
 * 65  CRC-32C of the body, 4 bytes
 * 69  CRC-32C of the head before, but for byte 4; 4 bytes
 * 73  number of tags, 2 bytes; each: length, 2 bytes, and UTF-8
 *     validator: length, 2 bytes, and UTF-8; empty for none
 *     serializer id: length, 1 byte, and ASCII
 *     type id: length, 2 bytes, and UTF-8
 *     payload
 * </pre>
 *
 * @param flags what kind of value it is
 * @param expired whether an invalidation let the entry expire
 * @param digest proves which key the entry answers for
 * @param stamp highest number of the sequence known before the load
 * @param life when the entry was loaded and until when it may be used for what
 * @param tags the tags
 * @param validator what the source tells a version of the value apart by, {@code null}
 * for nothing
 * @param serializer id of the payload's format
 * @param type id of the payload's type
 * @param payload the serialized value
 */
@SuppressWarnings("ArrayRecordComponent")
record Envelope(int flags, boolean expired, byte[] digest, long stamp, Life life, Set<String> tags,
        @Nullable String validator, String serializer, String type, byte[] payload) {

    static final int NEGATIVE = 1;

    static final int OPTIONAL = 2;

    /** An entry with more tags is none of ours. */
    static final int MAX_TAGS = CacheSettings.L2.MOST_TAGS;

    /** A longer validator is not written. */
    static final int MAX_VALIDATOR = 1024;

    /** Length of the head. */
    static final int HEAD = 73;

    private static final byte[] START = EntryFormat.start();

    private static final int DIGEST = 5;

    private static final int STAMP = 21;

    private static final int EXPIRES_AT = 45;

    private static final int BODY_CHECKSUM = 65;

    private static final int HEAD_CHECKSUM = 69;

    /** The sequence never passes it, so that a larger stamp was not written by us. */
    private static final long MAX_STAMP = 1L << 53;

    /** No time of ours is that far, so that a later one was not written by us. */
    private static final long MAX_MILLIS = 1L << 48;

    boolean isNegative() {
        return (this.flags & NEGATIVE) != 0;
    }

    boolean isOptional() {
        return (this.flags & OPTIONAL) != 0;
    }

    boolean answersFor(EntryKey key) {
        return Arrays.equals(this.digest, key.digest());
    }

    byte[] write() {
        byte[][] texts = this.tags.stream().map(Envelope::utf8).toArray(byte[][]::new);
        byte[] validatorText = (this.validator != null) ? utf8(this.validator) : new byte[0];
        byte[] serializerId = this.serializer.getBytes(StandardCharsets.US_ASCII);
        byte[] typeId = utf8(this.type);
        int size = HEAD + 2 + 2 + validatorText.length + 1 + serializerId.length + 2 + typeId.length
                + this.payload.length;
        for (byte[] text : texts) {
            size += 2 + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(START).put((byte) this.flags).put((byte) 0).put(this.digest);
        out.position(HEAD);
        out.putShort((short) texts.length);
        for (byte[] text : texts) {
            out.putShort((short) text.length).put(text);
        }
        out.putShort((short) validatorText.length).put(validatorText);
        out.put((byte) serializerId.length).put(serializerId);
        out.putShort((short) typeId.length).put(typeId);
        out.put(this.payload);
        out.putInt(BODY_CHECKSUM, bodyChecksum(out.array()));
        times(out.array(), this.stamp, this.life);
        return out.array();
    }

    /**
     * The head of an entry whose value is unchanged.
     * @param head head of the entry as it was read
     * @param stamp the new stamp
     * @param life the new times
     */
    static byte[] renewed(byte[] head, long stamp, Life life) {
        byte[] renewed = head.clone();
        renewed[EntryFormat.STATE] = 0;
        times(renewed, stamp, life);
        return renewed;
    }

    private static void times(byte[] bytes, long stamp, Life life) {
        ByteBuffer head = ByteBuffer.wrap(bytes);
        head.position(STAMP);
        head.putLong(stamp).putLong(life.createdAt()).putLong(life.freshUntil());
        head.putLong(life.expiresAt()).putLong(life.keptUntil()).putInt(life.costMicros());
        head.putInt(HEAD_CHECKSUM, headChecksum(bytes));
    }

    /**
     * Reads bytes that may be anything.
     * @param bytes the bytes
     * @return the envelope, {@code null} if they are none
     */
    static @Nullable Envelope read(byte[] bytes) {
        if (bytes.length < HEAD || ByteBuffer.wrap(bytes).getInt(HEAD_CHECKSUM) != headChecksum(bytes)
                || ByteBuffer.wrap(bytes).getInt(BODY_CHECKSUM) != bodyChecksum(bytes)) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (!Arrays.equals(take(in, START.length), START)) {
                return null;
            }
            int flags = in.get();
            boolean expired = in.get() != 0;
            byte[] digest = take(in, EntryKey.DIGEST_LENGTH);
            long stamp = in.getLong();
            Life life = new Life(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getInt());
            in.position(HEAD);
            Set<String> tags = new LinkedHashSet<>();
            int count = Short.toUnsignedInt(in.getShort());
            if (count > MAX_TAGS || stamp < 0 || stamp >= MAX_STAMP || !isOrdered(life)) {
                return null;
            }
            for (int left = count; left > 0; left--) {
                tags.add(text(in, Short.toUnsignedInt(in.getShort())));
            }
            String validator = text(in, Short.toUnsignedInt(in.getShort()));
            String serializer = text(in, Byte.toUnsignedInt(in.get()));
            String type = text(in, Short.toUnsignedInt(in.getShort()));
            return new Envelope(flags, expired, digest, stamp, life, tags, validator.isEmpty() ? null : validator,
                    serializer, type, take(in, in.remaining()));
        }
        catch (BufferUnderflowException ex) {
            return null;
        }
    }

    /**
     * The stamp of an entry by its head alone.
     * @param bytes bytes that may be anything
     * @param key the key that the entry must answer for
     * @param millis the time at which it must still live
     * @return the stamp, {@code -1} if it is no such entry or was expired
     */
    static long stampOfLiving(byte[] bytes, EntryKey key, long millis) {
        if (bytes.length < HEAD || bytes[EntryFormat.STATE] != 0) {
            return -1;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes);
        boolean foreign = !Arrays.equals(bytes, DIGEST, DIGEST + EntryKey.DIGEST_LENGTH, key.digest(), 0,
                EntryKey.DIGEST_LENGTH);
        boolean damaged = head.getInt(HEAD_CHECKSUM) != headChecksum(bytes);
        return (foreign || damaged || head.getLong(EXPIRES_AT) <= millis) ? -1 : head.getLong(STAMP);
    }

    private static boolean isOrdered(Life life) {
        return life.createdAt() >= 0 && life.freshUntil() >= life.createdAt() && life.expiresAt() >= life.freshUntil()
                && life.keptUntil() >= life.expiresAt() && life.keptUntil() < MAX_MILLIS;
    }

    private static int headChecksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, EntryFormat.STATE);
        checksum.update(bytes, EntryFormat.STATE + 1, HEAD_CHECKSUM - EntryFormat.STATE - 1);
        return (int) checksum.getValue();
    }

    private static int bodyChecksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, HEAD, bytes.length - HEAD);
        return (int) checksum.getValue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer in, int length) {
        return new String(take(in, length), StandardCharsets.UTF_8);
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

}
