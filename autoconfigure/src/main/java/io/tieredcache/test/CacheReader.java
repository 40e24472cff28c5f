package io.tieredcache.test;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Reads a value as one instance serves it.
 *
 * @param <V> the type of the value
 * @param name names the instance in messages, for example {@code instance 0}
 * @param read reads once, on the thread of the test; what it throws counts as a read that
 * is not fresh
 * @since 0.1.0
 */
public record CacheReader<V extends @Nullable Object>(String name, Callable<? extends V> read) {

}
