package io.tieredcache.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.tieredcache.store.EntryKey;

/**
 * What is stored in L2: a binary head and the payload, all numbers in network order.
 * <pre>
 *  0  magic 'T' 'C'
 *  2  format version, 1
 *  3  flags: 1 negative, 2 Optional
 *  4  digest of the full key, 16 bytes
 * 20  stamp
 * 28  time of the load          milliseconds of Redis's clock
 * 36  soft expiry               likewise; 0 for none
 * 44  hard expiry               likewise
 * 52  cost of the load          microseconds, 4 bytes
 * 56  number of tags, 2 bytes; each: length, 2 bytes, and UTF-8
 *     serializer id: length, 1 byte, and ASCII
 *     type id: length, 2 bytes, and UTF-8
 *     payload
 *     CRC-32C of everything before, 4 bytes
 * </pre>
 *
 * @param flags what kind of value it is
 * @param digest proves which key the entry answers for
 * @param stamp highest number of the sequence known before the load
 * @param createdAt time of the load
 * @param softExpiresAt time from which the value should be refreshed, 0 for none
 * @param expiresAt time from which the value must not be served
 * @param loadMicros cost of the load
 * @param tags the tags
 * @param serializer id of the payload's format
 * @param type id of the payload's type
 * @param payload the serialized value
 */
@SuppressWarnings("ArrayRecordComponent")
record Envelope(int flags, byte[] digest, long stamp, long createdAt, long softExpiresAt, long expiresAt,
        int loadMicros, Set<String> tags, String serializer, String type, byte[] payload) {

    static final int NEGATIVE = 1;

    static final int OPTIONAL = 2;

    private static final byte[] MAGIC = { 'T', 'C' };

    private static final byte VERSION = 1;

    /** An entry with more tags is not written. */
    static final int MAX_TAGS = 1024;

    private static final int HEAD = 58;

    private static final int CHECKSUM = Integer.BYTES;

    /** The sequence never passes it, so that a larger stamp was not written by us. */
    private static final long MAX_STAMP = 1L << 53;

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
        byte[][] texts = this.tags.stream().map((tag) -> tag.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        byte[] serializerId = this.serializer.getBytes(StandardCharsets.US_ASCII);
        byte[] typeId = this.type.getBytes(StandardCharsets.UTF_8);
        int size = HEAD + 1 + serializerId.length + 2 + typeId.length + this.payload.length + CHECKSUM;
        for (byte[] text : texts) {
            size += 2 + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(MAGIC).put(VERSION).put((byte) this.flags).put(this.digest);
        out.putLong(this.stamp).putLong(this.createdAt).putLong(this.softExpiresAt).putLong(this.expiresAt);
        out.putInt(this.loadMicros).putShort((short) texts.length);
        for (byte[] text : texts) {
            out.putShort((short) text.length).put(text);
        }
        out.put((byte) serializerId.length).put(serializerId);
        out.putShort((short) typeId.length).put(typeId);
        out.put(this.payload);
        return out.putInt(checksum(out.array(), out.position())).array();
    }

    /**
     * Reads bytes that may be anything.
     * @param bytes the bytes
     * @return the envelope, {@code null} if they are none
     */
    static @Nullable Envelope read(byte[] bytes) {
        int length = bytes.length - CHECKSUM;
        if (length < HEAD || ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        try {
            byte[] start = take(in, MAGIC.length);
            if (!Arrays.equals(start, MAGIC) || in.get() != VERSION) {
                return null;
            }
            int flags = in.get();
            byte[] digest = take(in, EntryKey.DIGEST_LENGTH);
            long stamp = in.getLong();
            long createdAt = in.getLong();
            long softExpiresAt = in.getLong();
            long expiresAt = in.getLong();
            int loadMicros = in.getInt();
            Set<String> tags = new LinkedHashSet<>();
            int count = Short.toUnsignedInt(in.getShort());
            if (count > MAX_TAGS) {
                return null;
            }
            for (int left = count; left > 0; left--) {
                tags.add(text(in, Short.toUnsignedInt(in.getShort())));
            }
            String serializer = text(in, Byte.toUnsignedInt(in.get()));
            String type = text(in, Short.toUnsignedInt(in.getShort()));
            if (stamp < 0 || stamp >= MAX_STAMP) {
                return null;
            }
            return new Envelope(flags, digest, stamp, createdAt, softExpiresAt, expiresAt, loadMicros, tags, serializer,
                    type, take(in, in.remaining()));
        }
        catch (BufferUnderflowException ex) {
            return null;
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
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
