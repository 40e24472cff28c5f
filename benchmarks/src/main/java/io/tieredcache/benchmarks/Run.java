package io.tieredcache.benchmarks;

/**
 * What a section measures with.
 *
 * @param form how much is measured
 * @param redis the Redis of the run
 */
public record Run(Form form, RedisProcess redis) {

}
