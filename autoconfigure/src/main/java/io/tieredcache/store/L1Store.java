package io.tieredcache.store;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.tieredcache.L1Figures;

/**
 * The copies of one cache in this process. It holds and bounds them; whether a copy may
 * be served is not its business. Safe for concurrent use.
 */
public interface L1Store extends L1Figures {

    /**
     * Gives the copy of a key.
     * @param key the key
     * @return the copy or {@code null}
     */
    @Nullable L1Entry get(Object key);

    /**
     * Finds the copy of a key by the key's hash, without telling that it was read. Looks
     * at all copies: not for reads.
     * @param keyHash the hash
     * @return the copy whose read began last, {@code null} if there is none
     */
    default @Nullable L1Entry peek(long keyHash) {
        return null;
    }

    /**
     * Puts a copy unless one is there whose read, or the load that it stems from, began
     * later.
     * @param key the key
     * @param entry the copy
     */
    void put(Object key, L1Entry entry);

    /**
     * Puts a copy unless a usable one is there.
     * @param key the key
     * @param entry the copy
     * @param usable judges the copy that is there
     * @return the usable copy that is there, {@code null} if the given one was put
     */
    @Nullable L1Entry putIfAbsent(Object key, L1Entry entry, Predicate<L1Entry> usable);

    /**
     * Removes the copy of a key.
     * @param key the key
     */
    void remove(Object key);

    /**
     * Removes a copy if it is still there.
     * @param key the key
     * @param entry the copy
     */
    void remove(Object key, L1Entry entry);

    /**
     * Removes all copies.
     */
    void clear();

}
