package io.tieredcache.region;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.RegionLink;
import io.tieredcache.RegionLinks;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.store.RegionTurns;

/**
 * Relays the invalidations of other regions to this one, with a thread for each of them,
 * so that one that does not answer keeps no other waiting.
 */
public final class RegionRelay implements RegionLinks, AutoCloseable {

    private final RegionSettings settings;

    private final List<PeerRelay> relays;

    private final ThreadFactory threads;

    private @Nullable ScheduledThreadPoolExecutor executor;

    /**
     * Create a relay.
     * @param settings the settings
     * @param peers the other regions
     * @param turns whose turn it is
     * @param runtime invalidates
     * @param ticker the nanosecond ticker
     * @param threads makes the threads
     */
    public RegionRelay(RegionSettings settings, List<RegionPeer> peers, RegionTurns turns, NamespaceRuntime runtime,
            LongSupplier ticker, ThreadFactory threads) {
        this.settings = settings;
        this.relays = peers.stream().map((peer) -> new PeerRelay(peer, turns, runtime, settings, ticker)).toList();
        this.threads = threads;
    }

    @Override
    public String region() {
        return this.settings.name();
    }

    @Override
    public List<RegionLink> links() {
        return this.relays.stream().map(PeerRelay::link).toList();
    }

    /**
     * Begins to look at the other regions.
     */
    public void start() {
        if (this.relays.isEmpty()) {
            return;
        }
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(this.relays.size(), this.threads);
        this.executor = started;
        for (PeerRelay relay : this.relays) {
            relay.start();
            var unused = started.scheduleWithFixedDelay(relay::tick, 0, this.settings.pollInterval().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Ends after the records that are being applied, and leaves the rest to another
     * instance.
     */
    public void stop() {
        ScheduledThreadPoolExecutor running = this.executor;
        this.executor = null;
        if (running == null) {
            return;
        }
        this.relays.forEach(PeerRelay::stop);
        running.shutdown();
        try {
            if (running.awaitTermination(5, TimeUnit.SECONDS)) {
                this.relays.forEach(PeerRelay::leave);
            }
            else {
                running.shutdownNow();
            }
        }
        catch (InterruptedException ex) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops and closes the connections to the other regions.
     */
    @Override
    public void close() {
        stop();
        this.relays.forEach(PeerRelay::close);
    }

}
