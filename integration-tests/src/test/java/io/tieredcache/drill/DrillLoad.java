package io.tieredcache.drill;

/**
 * How much a process reads and writes.
 *
 * @param readers number of threads that read
 * @param pace reads per second that each of them tries
 * @param writePauseMillis mean pause between two writes of the process, 0 for no writes
 * @param even whether all airports are read equally often, and nothing else is read; else
 * some keys are hot
 */
record DrillLoad(int readers, int pace, int writePauseMillis, boolean even) {

}
