package io.tieredcache.cache;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Where time comes from.
 *
 * @param clock the wall clock
 * @param ticker the nanosecond ticker
 * @param timeoutMillis how long Redis is waited for
 */
public record RuntimeTime(Clock clock, LongSupplier ticker, long timeoutMillis) {

}
