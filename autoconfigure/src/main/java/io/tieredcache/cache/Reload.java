package io.tieredcache.cache;

import java.util.function.Supplier;

/**
 * How a key can be loaded once more.
 *
 * @param begin begins a read of the key
 * @param source asks the source
 */
record Reload(Supplier<ReadContext> begin, Source source) {

}
