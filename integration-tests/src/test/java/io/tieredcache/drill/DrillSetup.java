package io.tieredcache.drill;

/**
 * A set-up of caches that is drilled. Made in each process by its constructor without
 * parameters.
 */
interface DrillSetup {

    /**
     * Starts the service of this process.
     * @param settings what the process is told
     * @param source the source
     * @return the running service
     */
    DrillService start(DrillSettings settings, DrillSource source);

}
