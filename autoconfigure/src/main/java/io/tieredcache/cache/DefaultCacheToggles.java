package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheToggle;
import io.tieredcache.CacheToggles;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.Reach;
import io.tieredcache.StalenessAudit;
import io.tieredcache.ToggleInForce;
import io.tieredcache.store.ToggleStore;

/**
 * The toggles of this instance and, as Redis last told them, those of the fleet. Redis is
 * asked again and again, so that no message can be missed; what it told stays in force
 * until it ends, also where Redis is away. Ends are measured by the nanosecond ticker: no
 * clock that is set ends a toggle, or keeps it.
 */
public final class DefaultCacheToggles implements CacheToggles {

    private static final Logger logger = LoggerFactory.getLogger(DefaultCacheToggles.class);

    private final NamespaceRuntime runtime;

    private final DefaultTieredCacheManager manager;

    private final ToggleStore store;

    private final long intervalMillis;

    private final AtomicBoolean looking = new AtomicBoolean();

    private final Map<Toggled, Force> here = new HashMap<>();

    private Map<Toggled, Force> inFleet = new HashMap<>();

    /** Counts the changes made here, so that an answer from before them is not taken. */
    private long changes;

    private volatile @Nullable Future<?> looks;

    /**
     * Create toggles.
     * @param runtime what the caches of the namespace share
     * @param manager has the caches
     * @param store keeps the toggles of the fleet
     * @param interval time between two looks into it
     */
    public DefaultCacheToggles(NamespaceRuntime runtime, DefaultTieredCacheManager manager, ToggleStore store,
            Duration interval) {
        this.runtime = runtime;
        this.manager = manager;
        this.store = store;
        this.intervalMillis = interval.toMillis();
        manager.toggledBy(this::of);
    }

    /**
     * Takes the toggles of the fleet, and goes on to do so. Where Redis is away that is
     * done later.
     */
    public void start() {
        look();
        this.looks = this.runtime.every(() -> this.runtime.executor().execute(this::look), this.intervalMillis);
    }

    /**
     * Asks Redis no more.
     */
    public void stop() {
        Future<?> running = this.looks;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void look() {
        if (!this.looking.compareAndSet(false, true)) {
            return;
        }
        try {
            long before = changes();
            long asked = this.runtime.now();
            take(this.runtime.gateway().awaitQuietly(this.store.read()), asked, before);
        }
        catch (L2UnavailableException ex) {
            logger.trace("The toggles of the fleet are those that were known: {}", ex.getMessage());
        }
        finally {
            this.looking.set(false);
        }
        applyUntilDone();
    }

    private synchronized long changes() {
        return this.changes;
    }

    private synchronized void take(Map<String, Long> told, long asked, long before) {
        if (this.changes != before) {
            return;
        }
        Map<Toggled, Force> taken = new HashMap<>();
        told.forEach((name, left) -> {
            Toggled.Named named = Toggled.of(name);
            if (named != null) {
                long most = Math.min(left, MOST_TIME.toMillis());
                taken.put(named.toggled(), new Force(asked + Duration.ofMillis(most).toNanos(), named.share()));
            }
        });
        this.inFleet = taken;
    }

    @Override
    public void set(CacheToggle toggle, @Nullable String cache, Reach reach, Duration time) {
        if (toggle == CacheToggle.AUDIT) {
            throw new IllegalArgumentException("The toggle AUDIT needs a share. Call audit.");
        }
        set(new Toggled(toggle, cache), null, reach, time);
    }

    @Override
    public void audit(double share, @Nullable String cache, Reach reach, Duration time) {
        if (!StalenessAudit.isShare(share)) {
            throw new IllegalArgumentException("A share is 0 to 1, found " + share);
        }
        set(new Toggled(CacheToggle.AUDIT, cache), share, reach, time);
    }

    private void set(Toggled toggled, @Nullable Double share, Reach reach, Duration time) {
        check(toggled.cache(), time);
        long until = this.runtime.now() + time.toNanos();
        if (reach == Reach.FLEET
                && !this.runtime.gateway().await(this.store.set(toggled.name(share), time, MOST_TOGGLES))) {
            throw tooMany();
        }
        synchronized (this) {
            this.changes++;
            forgetEnded();
            Map<Toggled, Force> toggles = (reach == Reach.FLEET) ? this.inFleet : this.here;
            if (reach == Reach.INSTANCE && toggles.size() >= MOST_TOGGLES && !toggles.containsKey(toggled)) {
                throw tooMany();
            }
            toggles.put(toggled, new Force(until, share));
        }
        applyUntilDone();
    }

    private void check(@Nullable String cache, Duration time) {
        if (cache != null && !this.manager.getCacheNames().contains(cache)) {
            throw new IllegalArgumentException(
                    "There is no cache '%s' on this instance. Correct the name.".formatted(cache));
        }
        if (time.toMillis() < 1_000 || time.compareTo(MOST_TIME) > 0) {
            throw new IllegalArgumentException(
                    "A toggle is in force for %d milliseconds, but must be for 1s to 24h.".formatted(time.toMillis()));
        }
    }

    private static IllegalArgumentException tooMany() {
        return new IllegalArgumentException(
                "%d toggles are in force, which is all that may be. End some of them.".formatted(MOST_TOGGLES));
    }

    @Override
    public boolean end(CacheToggle toggle, @Nullable String cache, Reach reach) {
        Toggled toggled = new Toggled(toggle, cache);
        if (reach == Reach.FLEET) {
            boolean ended = this.runtime.gateway().await(this.store.end(toggled.name(null)));
            remove(this.inFleet(), toggled);
            applyUntilDone();
            return ended;
        }
        Force ended = remove(this.here, toggled);
        try {
            apply();
        }
        catch (L2UnavailableException ex) {
            if (ended != null) {
                restore(toggled, ended);
            }
            throw ex;
        }
        return ended != null;
    }

    private synchronized Map<Toggled, Force> inFleet() {
        return this.inFleet;
    }

    private synchronized @Nullable Force remove(Map<Toggled, Force> toggles, Toggled toggled) {
        this.changes++;
        forgetEnded();
        return toggles.remove(toggled);
    }

    private void restore(Toggled toggled, Force ended) {
        synchronized (this) {
            this.here.putIfAbsent(toggled, ended);
        }
        applyUntilDone();
    }

    private void forgetEnded() {
        long now = this.runtime.now();
        this.here.values().removeIf((force) -> force.until() - now <= 0);
        this.inFleet.values().removeIf((force) -> force.until() - now <= 0);
    }

    @Override
    public synchronized List<ToggleInForce> inForce() {
        forgetEnded();
        long now = this.runtime.now();
        List<ToggleInForce> found = new ArrayList<>();
        this.here.forEach((toggled, force) -> found.add(force.of(toggled, Reach.INSTANCE, now)));
        this.inFleet.forEach((toggled, force) -> found.add(force.of(toggled, Reach.FLEET, now)));
        found.sort(Comparator.comparing(ToggleInForce::toggle)
            .thenComparing(ToggleInForce::cache, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(ToggleInForce::reach));
        return found;
    }

    private synchronized TogglesOfCache of(String cache) {
        forgetEnded();
        Set<CacheToggle> found = EnumSet.noneOf(CacheToggle.class);
        Stream.of(this.here, this.inFleet)
            .flatMap((toggles) -> toggles.keySet().stream())
            .filter((each) -> each.concerns(cache))
            .forEach((each) -> found.add(each.toggle()));
        return new TogglesOfCache(found, found.contains(CacheToggle.AUDIT) ? auditShare(cache) : null);
    }

    /**
     * The share that is for the cache rather than for all, and that of this instance
     * rather than that of the fleet.
     */
    private @Nullable Double auditShare(String cache) {
        for (Toggled audit : List.of(new Toggled(CacheToggle.AUDIT, cache), new Toggled(CacheToggle.AUDIT, null))) {
            for (Map<Toggled, Force> toggles : List.of(this.here, this.inFleet)) {
                Force force = toggles.get(audit);
                if (force != null) {
                    return force.share();
                }
            }
        }
        return null;
    }

    /**
     * Brings all caches into the state that the toggles say.
     * @throws L2UnavailableException if some are bypassed still, since they could not be
     * cleared
     */
    private void apply() {
        List<DefaultTieredCache> leaving = this.manager.all()
            .stream()
            .filter((cache) -> !cache.toggle(of(cache.getName()), false))
            .toList();
        if (!leaving.isEmpty()) {
            InvalidationTargets targets = new InvalidationTargets();
            targets.evict();
            leaving.forEach(targets::addCache);
            this.runtime.invalidator().invalidate(targets);
            leaving.forEach((cache) -> cache.toggle(of(cache.getName()), true));
        }
    }

    private void applyUntilDone() {
        try {
            apply();
        }
        catch (L2UnavailableException ex) {
            logger.debug("Caches are bypassed until they could be cleared: {}", ex.getMessage());
        }
    }

    /**
     * How long a toggle is in force, and with which share.
     *
     * @param until when it ends, by the nanosecond ticker
     * @param share the share of an audit, {@code null} for anything else
     */
    private record Force(long until, @Nullable Double share) {

        ToggleInForce of(Toggled toggled, Reach reach, long now) {
            return new ToggleInForce(toggled.toggle(), toggled.cache(), reach, Duration.ofNanos(this.until - now),
                    this.share);
        }

    }

}
