package io.tieredcache.writebehind;

import java.time.Clock;

/**
 * Where time comes from.
 *
 * @param clock the wall clock
 * @param timeoutMillis how long Redis is waited for
 */
record Time(Clock clock, long timeoutMillis) {

}
