package io.tieredcache.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

import io.tieredcache.CacheInstance;
import io.tieredcache.CacheSlos;
import io.tieredcache.CacheToggles;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.InvalidationQueue;
import io.tieredcache.RedisAdvisor;
import io.tieredcache.StalenessAudit;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.ToggleInForce;

/**
 * The caches of this instance with their figures, and what they depend on. What operators
 * do is in the extensions for web and JMX.
 */
@Endpoint(id = "tieredcache")
public final class TieredCacheEndpoint {

    private final CacheInstance instance;

    private final TieredCacheManager caches;

    private final InvalidationChannelStatus channel;

    private final InvalidationQueue queue;

    private final RedisAdvisor advisor;

    private final CacheToggles toggles;

    private final StalenessAudit audit;

    private final CacheSlos slos;

    /**
     * Create an endpoint.
     * @param instance this instance
     * @param caches the caches
     * @param channel the channel
     * @param queue what Redis does not know of yet
     * @param advisor knows the Redis servers
     * @param toggles what is switched
     * @param audit what was found stale
     * @param slos how the objectives stand
     */
    public TieredCacheEndpoint(CacheInstance instance, TieredCacheManager caches, InvalidationChannelStatus channel,
            InvalidationQueue queue, RedisAdvisor advisor, CacheToggles toggles, StalenessAudit audit, CacheSlos slos) {
        this.instance = instance;
        this.caches = caches;
        this.channel = channel;
        this.queue = queue;
        this.advisor = advisor;
        this.toggles = toggles;
        this.audit = audit;
        this.slos = slos;
    }

    /**
     * All caches.
     * @return the caches by name, and what they share
     */
    @ReadOperation
    public Caches caches() {
        List<ToggleInForce> inForce = this.toggles.inForce();
        List<CacheDescriptor> descriptors = new ArrayList<>();
        for (String name : new TreeSet<>(this.caches.getCacheNames())) {
            TieredCache cache = this.caches.getCache(name);
            if (cache != null) {
                descriptors.add(describe(cache, inForce));
            }
        }
        Map<String, String> stores = new TreeMap<>();
        this.advisor.reachable().forEach((name, answers) -> stores.put(name, answers ? "reachable" : "unreachable"));
        return new Caches(this.instance.namespace(), this.instance.id(), channel(), this.queue.size(), stores,
                inForce.stream().map(ToggleDescriptor::of).toList(), descriptors);
    }

    private CacheDescriptor describe(TieredCache cache, List<ToggleInForce> inForce) {
        String name = cache.getName();
        long windowMillis = this.slos.window().toMillis();
        return CacheDescriptor.of(cache, inForce, AuditDescriptor.of(this.audit.figures(name), this.audit.against()),
                this.slos.of(name).stream().map((status) -> SloDescriptor.of(status, windowMillis)).toList());
    }

    private Channel channel() {
        Duration proven = this.channel.lastProvenAgo();
        return new Channel(Inputs.name(this.channel.state()), this.channel.since().toString(),
                (proven != null) ? proven.toMillis() : null, this.channel.resyncs(), this.channel.reconnects(),
                this.channel.malformed());
    }

    /**
     * One cache.
     * @param cache its name
     * @return the cache
     * @throws IllegalArgumentException if there is none of that name
     */
    @ReadOperation
    public OneCache cache(@Selector String cache) {
        // Asked for by name it would be made.
        TieredCache found = this.caches.getCacheNames().contains(cache) ? this.caches.getCache(cache) : null;
        if (found == null) {
            throw new UnknownCacheException(cache);
        }
        List<ToggleInForce> inForce = this.toggles.inForce()
            .stream()
            .filter((toggle) -> toggle.cache() == null || cache.equals(toggle.cache()))
            .toList();
        return new OneCache(this.instance.namespace(), this.instance.id(), channel(),
                inForce.stream().map(ToggleDescriptor::of).toList(), describe(found, inForce));
    }

    /**
     * All caches and what they share.
     *
     * @param namespace the namespace
     * @param instance id of this instance
     * @param channel the invalidation channel of this instance
     * @param pendingInvalidations how many invalidations of this instance Redis does not
     * know of yet
     * @param stores {@code reachable} or {@code unreachable} by the name of each Redis
     * @param toggles the toggles that are in force here
     * @param caches the caches by name
     */
    record Caches(String namespace, String instance, Channel channel, int pendingInvalidations,
            Map<String, String> stores, List<ToggleDescriptor> toggles,
            List<CacheDescriptor> caches) implements OperationResponseBody {

    }

    /**
     * One cache.
     *
     * @param namespace the namespace
     * @param instance id of this instance
     * @param channel the invalidation channel of this instance
     * @param toggles the toggles that are in force for the cache
     * @param cache the cache
     */
    record OneCache(String namespace, String instance, Channel channel, List<ToggleDescriptor> toggles,
            CacheDescriptor cache) implements OperationResponseBody {

    }

    /**
     * The invalidation channel.
     *
     * @param state its state
     * @param since when that was entered, ISO 8601
     * @param provenAgoMillis how long ago it was last proven alive, {@code null} for
     * never
     * @param resyncs how often L1 started anew
     * @param reconnects how often it was joined again
     * @param malformed how many messages were none of ours
     */
    record Channel(String state, String since, @Nullable Long provenAgoMillis, long resyncs, long reconnects,
            long malformed) {

    }

    /**
     * A toggle in force.
     *
     * @param toggle what is switched
     * @param cache the cache's name, {@code null} for all
     * @param reach {@code instance} or {@code fleet}
     * @param leftMillis how long it stays in force
     * @param share the share of an audit, {@code null} for any other
     */
    record ToggleDescriptor(String toggle, @Nullable String cache, String reach, long leftMillis,
            @Nullable Double share) {

        static ToggleDescriptor of(ToggleInForce toggle) {
            return new ToggleDescriptor(Inputs.name(toggle.toggle()), toggle.cache(), Inputs.name(toggle.reach()),
                    toggle.left().toMillis(), toggle.share());
        }

    }

}
