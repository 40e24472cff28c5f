package io.tieredcache.scenario;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import io.tieredcache.store.EntryKey;

/**
 * Bytes of an entry as the format says, with anything in them that it does not allow.
 */
final class EntryBytes {

    private static final int LENGTHS_AT = 73;

    private static final int STATE_AT = 4;

    private byte[] magic = { 'T', 'C' };

    private int version = 1;

    private int flags;

    private byte[] digest;

    private long stamp;

    private long createdAt;

    private long expiresAt;

    private List<String> tags = List.of();

    private int tagCount = -1;

    private String serializer = "json";

    private String type = Airport.class.getName();

    private byte[] payload;

    private EntryBytes(byte[] digest, byte[] payload) {
        this.digest = digest;
        this.payload = payload;
    }

    /**
     * Begins with an entry as Redis holds it.
     */
    static EntryBytes of(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        in.position(3);
        int flags = in.get();
        in.get();
        byte[] digest = new byte[EntryKey.DIGEST_LENGTH];
        in.get(digest);
        EntryBytes entry = new EntryBytes(digest, new byte[0]).flags(flags);
        entry.stamp = in.getLong();
        entry.createdAt = in.getLong();
        entry.expiresAt = in.getLong();
        in.position(LENGTHS_AT);
        List<String> tags = new ArrayList<>();
        for (int left = in.getShort(); left > 0; left--) {
            tags.add(text(in, in.getShort()));
        }
        entry.tags = tags;
        text(in, in.getShort());
        entry.serializer = text(in, in.get());
        entry.type = text(in, in.getShort());
        entry.payload = new byte[in.remaining()];
        in.get(entry.payload);
        return entry;
    }

    private static String text(ByteBuffer in, int length) {
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    EntryBytes magic(String magic) {
        this.magic = magic.getBytes(StandardCharsets.US_ASCII);
        return this;
    }

    EntryBytes version(int version) {
        this.version = version;
        return this;
    }

    EntryBytes flags(int flags) {
        this.flags = flags;
        return this;
    }

    EntryBytes key(EntryKey key) {
        this.digest = key.digest();
        return this;
    }

    EntryBytes stamp(long stamp) {
        this.stamp = stamp;
        return this;
    }

    EntryBytes createdAt(long createdAt) {
        this.createdAt = createdAt;
        return this;
    }

    EntryBytes expiresAt(long expiresAt) {
        this.expiresAt = expiresAt;
        return this;
    }

    EntryBytes tags(List<String> tags) {
        this.tags = tags;
        return this;
    }

    EntryBytes tagCount(int tagCount) {
        this.tagCount = tagCount;
        return this;
    }

    EntryBytes serializer(String serializer) {
        this.serializer = serializer;
        return this;
    }

    EntryBytes type(String type) {
        this.type = type;
        return this;
    }

    EntryBytes payload(byte[] payload) {
        this.payload = payload;
        return this;
    }

    byte[] payload() {
        return this.payload.clone();
    }

    long stamp() {
        return this.stamp;
    }

    byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(200 + this.payload.length + this.type.length() + this.serializer.length()
                + this.tags.stream().mapToInt((tag) -> 2 + 3 * tag.length()).sum());
        out.put(this.magic).put((byte) this.version).put((byte) this.flags).put((byte) 0).put(this.digest);
        out.putLong(this.stamp).putLong(this.createdAt);
        out.putLong(this.expiresAt).putLong(this.expiresAt).putLong(this.expiresAt).putInt(100);
        out.position(LENGTHS_AT);
        out.putShort((short) ((this.tagCount != -1) ? this.tagCount : this.tags.size()));
        for (String tag : this.tags) {
            byte[] text = tag.getBytes(StandardCharsets.UTF_8);
            out.putShort((short) text.length).put(text);
        }
        out.putShort((short) 0);
        byte[] serializerId = this.serializer.getBytes(StandardCharsets.US_ASCII);
        out.put((byte) serializerId.length).put(serializerId);
        byte[] typeId = this.type.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) typeId.length).put(typeId);
        out.put(this.payload);
        byte[] bytes = Arrays.copyOf(out.array(), out.position());
        CRC32C body = new CRC32C();
        body.update(bytes, LENGTHS_AT, bytes.length - LENGTHS_AT);
        ByteBuffer.wrap(bytes).putInt(LENGTHS_AT - 8, (int) body.getValue());
        CRC32C head = new CRC32C();
        head.update(bytes, 0, STATE_AT);
        head.update(bytes, STATE_AT + 1, LENGTHS_AT - 4 - STATE_AT - 1);
        ByteBuffer.wrap(bytes).putInt(LENGTHS_AT - 4, (int) head.getValue());
        return bytes;
    }

}
