package io.tieredcache.advice;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.L2Statuses;
import io.tieredcache.RedisAdvice;
import io.tieredcache.RedisAdvice.Code;
import io.tieredcache.RedisAdvice.Severity;
import io.tieredcache.store.RedisFacts;

/**
 * Judges one server by what it is used for. What is unknown is not judged, and told.
 */
final class RedisJudge {

    private static final double NEARLY_FULL = 0.9;

    private static final String NO_EVICTION = "noeviction";

    private final String redis;

    private final RedisFacts facts;

    private final RedisUse use;

    private final List<RedisAdvice> found = new ArrayList<>();

    private RedisJudge(String redis, RedisFacts facts, RedisUse use) {
        this.redis = redis;
        this.facts = facts;
        this.use = use;
    }

    static List<RedisAdvice> judge(String redis, RedisFacts facts, RedisUse use) {
        RedisJudge judge = new RedisJudge(redis, facts, use);
        judge.server();
        judge.memory();
        judge.eviction();
        judge.persistence();
        judge.unread();
        return judge.found;
    }

    private void server() {
        RedisFacts.Version version = this.facts.version();
        if (version != null && version.isBefore(6, 2)) {
            add(Code.VERSION_TOO_OLD, Severity.ERROR,
                    "The server is Redis %s, and the cache needs 6.2.".formatted(version), "Use Redis 6.2 or newer.");
        }
        if (isTrue(this.facts.replica())) {
            add(Code.REPLICA, Severity.ERROR,
                    "The endpoint is a replica: it takes no writes, and is behind what its master knows.",
                    "Point '%s' at the master, or at Sentinel."
                        .formatted(isApplications() ? "spring.data.redis" : "tiered-cache.stores." + this.redis));
        }
    }

    private void memory() {
        Long used = this.facts.memory().used();
        Long limit = this.facts.memory().limit();
        if (used == null || limit == null || limit <= 0 || !NO_EVICTION.equals(this.facts.memory().policy())) {
            return;
        }
        if (used >= limit * NEARLY_FULL) {
            add(Code.MEMORY_NEARLY_FULL, Severity.ERROR,
                    "%d percent of the memory are in use and the policy is 'noeviction': when it is full, Redis refuses "
                        .formatted(Math.round(100.0 * used / limit))
                            + (isApplications() ? "fills, invalidations and holds."
                                    : "fills, puts, holds and values for write-behind."),
                    "Raise 'maxmemory', or shorten the times to live.");
        }
    }

    private void eviction() {
        String policy = this.facts.memory().policy();
        if (policy == null || policy.equals(NO_EVICTION)) {
            return;
        }
        if (policy.startsWith("allkeys-") && this.use.hasStreams()) {
            add(Code.STREAMS_MAY_BE_EVICTED, Severity.ERROR,
                    "The policy '%s' may evict %s.".formatted(policy, this.use.streams()),
                    "Set 'maxmemory-policy' to 'noeviction', or to a 'volatile-' policy other than 'volatile-ttl'.");
        }
        if (!this.use.strongCaches().isEmpty()) {
            add(Code.HOLDS_MAY_BE_EVICTED, Severity.WARNING,
                    "The policy '%s' may evict what keeps strong caches from storing during a write: %s."
                        .formatted(policy, RedisUse.names(this.use.strongCaches())),
                    "Set 'maxmemory-policy' to 'noeviction' where caches are strong.");
        }
        if (policy.equals("volatile-ttl")) {
            add(Code.LEASES_EVICTED_FIRST, Severity.WARNING,
                    "The policy 'volatile-ttl' evicts first what ends soonest, and so the leases of running loads: their "
                            + "values are not stored, and other instances load the same.",
                    "Set 'maxmemory-policy' to 'volatile-lru' or 'allkeys-lru'.");
        }
    }

    private void persistence() {
        if (isTrue(this.facts.persistence().failing())) {
            add(Code.PERSISTENCE_FAILS, Severity.ERROR,
                    "The last write to disk failed; as it is usually set up, Redis then refuses all writes.",
                    "Look into the log of the server: the disk may be full.");
        }
        Boolean appendOnly = this.facts.persistence().appendOnly();
        if (!this.use.hasStreams() || appendOnly == null || appendOnly) {
            return;
        }
        Boolean snapshots = this.facts.persistence().snapshots();
        String action = "Set 'appendonly' to 'yes', or live with the loss.";
        if (isTrue(snapshots)) {
            add(Code.STREAMS_NOT_PERSISTED, Severity.WARNING,
                    "Redis makes snapshots only: a crash loses what came since the last one of %s."
                        .formatted(this.use.streams()),
                    action);
        }
        else if (snapshots != null) {
            add(Code.STREAMS_NOT_PERSISTED, Severity.WARNING,
                    "Redis writes nothing to disk: a restart loses %s.".formatted(this.use.streams()), action);
        }
        else {
            add(Code.STREAMS_NOT_PERSISTED, Severity.WARNING,
                    "Redis appends no writes to a file, and does not tell whether it makes snapshots: a crash loses %s, or "
                        .formatted(this.use.streams()) + "what came since the last snapshot.",
                    action);
        }
    }

    private void unread() {
        if (!this.facts.unread().isEmpty()) {
            add(Code.NOT_READ, Severity.INFO,
                    "Not judged, since it could not be read: %s.".formatted(String.join(", ", this.facts.unread())),
                    "Allow the user 'INFO' and 'CONFIG GET', or check the settings yourself.");
        }
    }

    private boolean isApplications() {
        return this.redis.equals(L2Statuses.DEFAULT);
    }

    private void add(Code code, Severity severity, String message, String action) {
        this.found.add(new RedisAdvice(this.redis, this.facts.node(), code, severity, message, action));
    }

    private static boolean isTrue(@Nullable Boolean known) {
        return known != null && known;
    }

}
