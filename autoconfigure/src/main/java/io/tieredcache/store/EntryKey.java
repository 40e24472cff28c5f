package io.tieredcache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jspecify.annotations.Nullable;

/**
 * The full key of an entry: namespace, cache, schema version and canonical key text, with
 * the digest by which a stored entry proves that it answers for this key.
 */
public final class EntryKey {

    /** Length of the digest in bytes. */
    public static final int DIGEST_LENGTH = 16;

    private final String name;

    private final byte[] digest;

    private final long hash;

    private final @Nullable String store;

    /**
     * Create a key of an entry in the application's Redis.
     * @param name the full name, <code>ns:cache:v1:{key}</code>
     */
    public EntryKey(String name) {
        this(name, null);
    }

    /**
     * Create a key.
     * @param name the full name, <code>ns:cache:v1:{key}</code>
     * @param store name of the store that the entry is in, {@code null} for the
     * application's Redis
     */
    public EntryKey(String name, @Nullable String store) {
        this.name = name;
        this.store = store;
        byte[] sha = sha256(name);
        this.digest = new byte[DIGEST_LENGTH];
        System.arraycopy(sha, 0, this.digest, 0, DIGEST_LENGTH);
        this.hash = ByteBuffer.wrap(sha).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("This Java runtime has no SHA-256", ex);
        }
    }

    /**
     * The full name.
     * @return <code>ns:cache:v1:{key}</code>
     */
    public String name() {
        return this.name;
    }

    /**
     * The store that the entry is in.
     * @return its name, {@code null} for the application's Redis
     */
    public @Nullable String store() {
        return this.store;
    }

    /**
     * The first 128 bits of the SHA-256 of the name.
     * @return a copy
     */
    public byte[] digest() {
        return this.digest.clone();
    }

    /**
     * The first 64 bits of the SHA-256 of the name, which stand for the key in messages.
     * @return the hash
     */
    public long hash() {
        return this.hash;
    }

}
