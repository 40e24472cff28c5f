package io.tieredcache.store;

/**
 * What a store has to know of the bytes of an entry: how they begin, and where they say
 * whether an invalidation let the entry expire.
 */
public final class EntryFormat {

    /** Where the state is. */
    public static final int STATE = 4;

    /** State of an entry that an invalidation let expire; 0 is that of any other. */
    public static final byte EXPIRED = 1;

    private static final byte[] START = { 'T', 'C', 1 };

    private EntryFormat() {
    }

    /**
     * The first bytes of every entry: what it is, and the version of the format.
     * @return a copy
     */
    public static byte[] start() {
        return START.clone();
    }

}
