package io.tieredcache;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the Redis servers of the cache, at the start and then from time to time, and
 * tells what breaks the promises of the caches that are configured. Each finding is
 * logged once when it appears and once when it is gone. A bean; safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface RedisAdvisor {

    /**
     * What the last look found; asks nobody.
     * @return the findings, the worst first; none before the first look
     */
    List<RedisAdvice> advice();

    /**
     * When every Redis was last looked at.
     * @return the time, {@code null} if that did not succeed yet
     */
    @Nullable Instant lookedAt();

    /**
     * Looks now, on the calling thread. Where a Redis does not answer its earlier
     * findings stay.
     * @return the findings, the worst first
     */
    List<RedisAdvice> look();

    /**
     * Asks every Redis whether it answers, all at once, on the calling thread, for no
     * longer than the longest of their timeouts ({@code tiered-cache.redis.timeout} and
     * {@code tiered-cache.stores.<name>.timeout}).
     * @return for each name of a Redis whether it answered, the application's Redis, as
     * {@value L2Statuses#DEFAULT}, first
     */
    Map<String, Boolean> reachable();

}
