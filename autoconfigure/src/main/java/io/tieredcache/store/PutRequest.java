package io.tieredcache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.EntryVersion;

/**
 * What is put under a key.
 *
 * @param token the lease's owner
 * @param entry the bytes, empty for a value that is not stored, so that what is there is
 * evicted
 * @param ttl the entry's time to live
 * @param version orders the puts of the key; {@code null} for none
 * @param fences names of the fences to raise with the key
 */
@SuppressWarnings("ArrayRecordComponent")
public record PutRequest(String token, byte[] entry, Duration ttl, @Nullable EntryVersion version,
        Collection<String> fences) {

    /**
     * Create a request.
     * @param token the lease's owner
     * @param entry the bytes, not copied
     * @param ttl the entry's time to live
     * @param version orders the puts of the key
     * @param fences names of the fences to raise with the key
     */
    public PutRequest {
        fences = List.copyOf(fences);
    }

}
