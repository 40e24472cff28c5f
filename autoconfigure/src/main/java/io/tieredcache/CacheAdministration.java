package io.tieredcache;

/**
 * What operators do to the caches of this instance. A bean; safe for concurrent use. No
 * call waits for a transaction, and none is queued where Redis is away.
 *
 * @since 0.1.0
 */
public interface CacheAdministration {

    /**
     * Invalidates at once, here or everywhere.
     * <p>
     * For this instance alone it drops copies and leaves L2 and the other instances as
     * they are: the next read is answered by L2 where that is valid. For the fleet it
     * does what {@link CacheInvalidator} does.
     * @param invalidation the targets
     * @param reach whom it concerns
     * @throws IllegalArgumentException if a tag is empty or too long, a key text is no
     * canonical one, or a cache does not exist
     * @throws L2UnavailableException if it is for the fleet and Redis did not
     * acknowledge; this process dropped its own copies all the same
     */
    void invalidate(CacheInvalidation invalidation, Reach reach);

    /**
     * Tells what both levels hold of a key and what becomes of it in a read now. Fills,
     * refreshes and counts nothing; reads Redis, on the calling thread.
     * @param cache name of a cache that exists here
     * @param keyText the canonical text of the key: what is between the braces of its
     * name in Redis, dimensions included, such as {@code s:HAM}
     * @param withValue whether to tell the value as text too
     * @return what is known of it
     * @throws IllegalArgumentException if there is no such cache here, or the text is no
     * canonical one
     */
    KeyExplanation explain(String cache, String keyText, boolean withValue);

}
