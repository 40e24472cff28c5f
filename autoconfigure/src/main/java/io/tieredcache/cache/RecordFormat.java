package io.tieredcache.cache;

import java.lang.reflect.Type;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.tieredcache.store.EntryKey;
import io.tieredcache.store.L1Entry.Life;

/**
 * Form of the values of one cache outside of its entries: an envelope without times and
 * tags, whose digest says which key it is of.
 */
public final class RecordFormat {

    private static final Life NO_LIFE = new Life(0, 0, 0, 0, 0);

    private final CacheParts parts;

    private final Type type;

    RecordFormat(CacheParts parts, Type type) {
        this.parts = parts;
        this.type = type;
    }

    /**
     * The text of a key, with the dimensions of the calling thread.
     * @param key the key as the caller gives it
     * @return the text
     */
    public String keyText(Object key) {
        return this.parts.keys().text(this.parts.keys().local(key));
    }

    /**
     * Serializes a value.
     * @param keyText the key's text
     * @param value the value, an Optional stands for its content
     * @return the bytes
     * @throws RuntimeException if it cannot be serialized, or is larger than an entry may
     * be
     */
    public byte[] write(String keyText, @Nullable Object value) {
        Object cached = EntryDrafts.cached(value);
        EntryCodec.Encoded encoded = this.parts.codec().encode(cached, this.type);
        byte[] bytes = new Envelope((cached == null) ? Envelope.NEGATIVE : 0, false, identity(keyText).digest(), 0,
                NO_LIFE, Set.of(), null, this.parts.codec().serializerId(), encoded.typeId(), encoded.payload())
            .write();
        if (bytes.length > this.parts.settings().l2().maxEntrySize()) {
            throw new IllegalArgumentException(
                    "its %d bytes are more than 'max-entry-size' allows".formatted(bytes.length));
        }
        return bytes;
    }

    /**
     * Reads bytes that may be anything.
     * @param keyText the key's text
     * @param bytes the bytes
     * @return the value
     * @throws RuntimeException if they are no value of this key
     */
    public @Nullable Object read(String keyText, byte[] bytes) {
        Envelope envelope = Envelope.read(bytes);
        if (envelope == null || !envelope.answersFor(identity(keyText))) {
            throw new IllegalArgumentException("no value of this key");
        }
        return this.parts.codec().decode(envelope, this.type);
    }

    private EntryKey identity(String keyText) {
        return new EntryKey(
                this.parts.runtime().namespace() + ":" + this.parts.settings().name() + ":wb:{" + keyText + "}");
    }

}
