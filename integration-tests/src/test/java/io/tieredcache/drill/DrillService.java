package io.tieredcache.drill;

/**
 * The drilled service of one process: reads items through its caches, writes them to the
 * source and invalidates. Each set-up that is compared implements it; workload, faults
 * and checker are the same for all.
 */
interface DrillService extends AutoCloseable {

    /**
     * Reads a value through its cache.
     * @param cache the cache
     * @param key the key
     * @return the version and the level it came from
     * @throws Exception what a caller of the service would get
     */
    DrillAnswer read(DrillCache cache, int key) throws Exception;

    /**
     * Changes the source by {@link DrillSource#commit(long, int)}, once for each item
     * that the write is about, and invalidates in the way that the write names.
     * @param id the number of the write, to be handed to the source
     * @param write what to do
     * @param key the key it is about
     * @throws Exception what a caller of the service would get
     */
    void write(long id, DrillWrite write, int key) throws Exception;

    /**
     * Whether the service knows of invalidations that returned, but have not reached
     * Redis yet. Whoever does not know says no.
     */
    boolean hasUnsent();

    /**
     * Whether the service hears of the invalidations of others. Whoever does not know
     * says yes.
     */
    boolean isJoined();

    @Override
    void close();

}
