package io.tieredcache.store;

import io.tieredcache.AuditReference;

/**
 * A hit that is looked at again.
 */
public interface AuditedHit {

    /** Most reads of the reference in one look. */
    int READS = 2;

    /**
     * Hash of the key.
     * @return the hash
     */
    long keyHash();

    /**
     * Compares what was served, if it still is, with the reference. Where they differ,
     * both are read a second time, and what was served once more after that. Waits for
     * the reference. Stores nothing and never throws.
     * @param against the reference
     * @return what was seen
     */
    HitLook look(AuditReference against);

}
