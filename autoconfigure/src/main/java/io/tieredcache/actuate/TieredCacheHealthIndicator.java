package io.tieredcache.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.tieredcache.ChannelState;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.InvalidationQueue;
import io.tieredcache.L2Status;
import io.tieredcache.L2Statuses;
import io.tieredcache.RedisAdvice;
import io.tieredcache.RedisAdvisor;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;

/**
 * Health of the cache: {@code UP}, or {@link #DEGRADED} where the application serves but
 * the cache does not do all that it should. Never {@code DOWN}: without Redis the source
 * answers, and taking an instance out of service would only make it worse.
 */
public final class TieredCacheHealthIndicator extends AbstractHealthIndicator {

    /**
     * The channel is not live, a Redis does not answer, or invalidations wait for Redis.
     * As every status that Boot does not know it is mapped to HTTP 200, and left out of
     * the aggregated status.
     */
    public static final Status DEGRADED = new Status("DEGRADED",
            "The application serves, the cache does not do all that it should");

    private final InvalidationChannelStatus channel;

    private final InvalidationQueue queue;

    private final RedisAdvisor advisor;

    private final L2Statuses stores;

    private final TieredCacheManager caches;

    private final List<CacheHealthDetail> details;

    /**
     * Create an indicator.
     * @param channel the channel
     * @param queue what waits for Redis
     * @param advisor knows the Redis servers
     * @param stores how each Redis does
     * @param caches the caches
     * @param details what else there is to tell; changes no status
     */
    public TieredCacheHealthIndicator(InvalidationChannelStatus channel, InvalidationQueue queue, RedisAdvisor advisor,
            L2Statuses stores, TieredCacheManager caches, List<CacheHealthDetail> details) {
        super("The health of the tiered cache could not be found out");
        this.channel = channel;
        this.queue = queue;
        this.advisor = advisor;
        this.stores = stores;
        this.caches = caches;
        this.details = List.copyOf(details);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Map<String, Boolean> reachable = this.advisor.reachable();
        int pending = this.queue.size();
        boolean up = this.channel.state() == ChannelState.LIVE && pending == 0 && !reachable.containsValue(false);
        builder.status(up ? Status.UP : DEGRADED)
            .withDetail("channel", channel())
            .withDetail("redis", redis(reachable))
            .withDetail("pendingInvalidations", pending)
            .withDetail("l1", l1())
            .withDetail("advice", this.advisor.advice().stream().map(TieredCacheHealthIndicator::inWords).toList());
        for (CacheHealthDetail detail : this.details) {
            Object value = detail.value().get();
            if (value != null) {
                builder.withDetail(detail.name(), value);
            }
        }
    }

    private Map<String, Object> channel() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", this.channel.state().name());
        details.put("since", this.channel.since().toString());
        details.put("provenAgo", inWords(this.channel.lastProvenAgo()));
        details.put("resyncs", this.channel.resyncs());
        details.put("reconnects", this.channel.reconnects());
        details.put("malformed", this.channel.malformed());
        return details;
    }

    private Map<String, Object> redis(Map<String, Boolean> reachable) {
        Map<String, L2Status> statuses = this.stores.byName();
        Map<String, Object> details = new LinkedHashMap<>();
        reachable.forEach((name, answers) -> details.put(name, redis(answers, statuses.get(name))));
        return details;
    }

    private static Map<String, Object> redis(boolean reachable, @Nullable L2Status status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", reachable ? "reachable" : "unreachable");
        if (status != null) {
            details.put("breaker", status.state().name());
            details.put("waiting", status.waiting());
            details.put("inFlight", status.inFlight());
            details.put("refused", status.refused());
        }
        return details;
    }

    /**
     * How many caches trust their L1, and how many do not: names may be many.
     */
    private Map<String, Integer> l1() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String name : List.copyOf(this.caches.getCacheNames())) {
            TieredCache cache = this.caches.getCache(name);
            if (cache != null) {
                counts.merge(cache.l1Trust().name(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static Map<String, String> inWords(RedisAdvice advice) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("redis", advice.redis());
        words.put("code", advice.code().name());
        words.put("severity", advice.severity().name());
        words.put("message", advice.message());
        words.put("action", advice.action());
        return words;
    }

    private static String inWords(@Nullable Duration ago) {
        return (ago != null) ? String.format(Locale.ROOT, "%.1fs", ago.toMillis() / 1000.0) : "never";
    }

}
