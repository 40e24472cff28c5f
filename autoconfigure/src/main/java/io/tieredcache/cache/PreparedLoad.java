package io.tieredcache.cache;

import org.jspecify.annotations.Nullable;

/**
 * A load that may begin: whatever decides about the storing of its result was noted or
 * taken before the source is read.
 *
 * @param read the read that missed
 * @param token owner of the lease; {@code null} where the result is not stored in L2
 * @param stamp highest number known before the source is read
 * @param startedAt when the load began, by the nanosecond ticker
 */
record PreparedLoad(ReadContext read, @Nullable String token, long stamp, long startedAt) {

}
