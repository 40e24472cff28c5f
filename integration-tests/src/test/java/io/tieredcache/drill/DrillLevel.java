package io.tieredcache.drill;

/**
 * Where an answer came from.
 */
enum DrillLevel {

    /** The process. */
    L1,

    /** Redis. */
    L2,

    /** The source, by a load of its own or by one that was shared. */
    SOURCE,

    /** There was no answer, but an exception. */
    ERROR

}
