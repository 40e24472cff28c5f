package io.tieredcache.region;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.RegionLink;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.store.RegionLog;
import io.tieredcache.store.RegionPosition;
import io.tieredcache.store.RegionTurns;
import io.tieredcache.store.StoredInvalidation;
import io.tieredcache.store.StreamEvent;

/**
 * Applies here what one other region records of its invalidations.
 * <p>
 * One instance of the region at a time has the turn. It reads the records after the
 * position, invalidates their targets in this region's Redis, and only then keeps the new
 * position: where it fails or dies on the way, the same records are applied again, which
 * costs misses only. Where the record that was read last is not there any more, others
 * after it may be gone too; then, and where it is not known how far was read, the
 * namespace is cleared and the position is that of the newest record.
 * <p>
 * Where this region's source may have a write later than the record of it arrives,
 * everything is applied once more after that time; how far is part of the position.
 */
final class PeerRelay {

    private static final Logger logger = LoggerFactory.getLogger(PeerRelay.class);

    /** How long the turn of an instance that died stands. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** How often a position is kept that only tells that nothing is behind. */
    private static final long KEEP_MILLIS = 1_000;

    private final RegionPeer peer;

    private final RegionTurns turns;

    private final NamespaceRuntime runtime;

    private final RegionSettings settings;

    private final LongSupplier ticker;

    private final LongAdder relayed = new LongAdder();

    private final LongAdder clears = new LongAdder();

    private final LongAdder malformed = new LongAdder();

    private volatile RegionLink.State state = RegionLink.State.STARTING;

    private volatile @Nullable Seen seen;

    private volatile boolean stopped;

    private long lookAt;

    private boolean failing;

    private boolean misread;

    PeerRelay(RegionPeer peer, RegionTurns turns, NamespaceRuntime runtime, RegionSettings settings,
            LongSupplier ticker) {
        this.peer = peer;
        this.turns = turns;
        this.runtime = runtime;
        this.settings = settings;
        this.ticker = ticker;
        this.lookAt = ticker.getAsLong();
    }

    RegionLink link() {
        Seen last = this.seen;
        RegionPosition position = (last != null) ? last.position : null;
        Instant upToDateAt = (position != null) ? Instant.ofEpochMilli(position.upToDateAt()) : null;
        Duration lag = (last != null && position != null) ? last.lag(position, this.ticker.getAsLong()) : null;
        return new RegionLink(this.peer.name(), this.state, upToDateAt, lag,
                (position != null) ? position.read() : null, this.relayed.sum(), this.clears.sum(),
                this.malformed.sum());
    }

    void start() {
        this.stopped = false;
    }

    /**
     * Ends after the records that are being applied.
     */
    void stop() {
        this.stopped = true;
    }

    /**
     * Lets another instance have the turn. Waits for nothing.
     */
    void leave() {
        if (this.state == RegionLink.State.RELAYING) {
            var unused = this.turns.release(this.peer.name());
        }
        this.state = RegionLink.State.STARTING;
    }

    void close() {
        this.peer.log().close();
    }

    /**
     * Looks at the other region, unless it is not time for that.
     */
    void tick() {
        if (this.ticker.getAsLong() - this.lookAt < 0) {
            return;
        }
        try {
            boolean more = true;
            while (more && !this.stopped) {
                more = round();
            }
        }
        catch (L2UnavailableException ex) {
            failed(ex);
        }
        catch (RuntimeException ex) {
            logger.error("Invalidations of region '{}' could not be relayed; it will be tried again", this.peer.name(),
                    ex);
            pause();
        }
    }

    /**
     * Applies some records.
     * @return whether there may be more
     */
    private boolean round() {
        RegionTurns.Turn turn = this.runtime.await(this.turns.claim(this.peer.name(), TURN));
        RegionPosition before = turn.position();
        if (!turn.mine()) {
            standby(turn);
            return false;
        }
        RegionLog.Records records = read((before != null) ? before.read() : RegionPosition.NOTHING, RegionLog.END,
                Duration.ZERO);
        RegionPosition after = (before != null && records.complete()) ? applied(before, records)
                : begunAnew(before, records, turn.now());
        boolean more = !records.reachEnd() && records.complete();
        if (!more) {
            after = after.upToDate(turn.now());
        }
        if (after.clearAt() != 0 && turn.now() >= after.clearAt()) {
            clear();
            after = after.cleared();
        }
        if (!after.again().equals(after.read())) {
            RegionLog.Records older = read(after.again(), after.read(), this.settings.replicationLag());
            more |= !older.events().isEmpty();
            after = older.complete() ? appliedAgain(after, older) : begunAnew(after, older, turn.now());
        }
        keep(before, after);
        relaying(new Seen(after, turn.now(), this.ticker.getAsLong()));
        return more;
    }

    private RegionLog.Records read(String after, String upTo, Duration age) {
        CompletableFuture<RegionLog.Records> answer = this.peer.log().read(after, upTo, age, this.settings.batchSize());
        try {
            return answer.get(this.peer.timeout().toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (ExecutionException ex) {
            throw new L2UnavailableException("its Redis cannot be read (" + message(ex) + ")", ex.getCause());
        }
        catch (TimeoutException ex) {
            // A connection that is cut without a sign would stay so for minutes.
            this.peer.log().reset();
            throw new L2UnavailableException("its Redis did not answer within " + this.peer.timeout().toMillis() + "ms",
                    ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new L2UnavailableException("interrupted", ex);
        }
    }

    private static String message(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return (cause instanceof L2UnavailableException) ? String.valueOf(cause.getMessage()) : "unexpected failure";
    }

    private RegionPosition applied(RegionPosition before, RegionLog.Records records) {
        if (records.events().isEmpty()) {
            return before;
        }
        this.relayed.add(apply(records.events(), true));
        RegionPosition after = before.readTo(records.last());
        // What is that old the source has by now.
        boolean done = before.again().equals(before.read())
                && records.age() >= this.settings.replicationLag().toMillis();
        return (done || this.settings.replicationLag().isZero()) ? after.againTo(after.read()) : after;
    }

    private RegionPosition appliedAgain(RegionPosition before, RegionLog.Records records) {
        if (records.events().isEmpty()) {
            return before;
        }
        apply(records.events(), false);
        return before.againTo(records.last());
    }

    /**
     * Clears the namespace, since records may be missing. What comes after the newest
     * record of now is still to be read.
     */
    private RegionPosition begunAnew(@Nullable RegionPosition before, RegionLog.Records records, long now) {
        if (before != null) {
            logger.warn(
                    "Invalidations that region '{}' recorded are gone before they were read here; the namespace is cleared",
                    this.peer.name());
        }
        else {
            logger.info("It is not known how far region '{}' was read; the namespace is cleared", this.peer.name());
        }
        clear();
        this.clears.increment();
        Duration lag = this.settings.replicationLag();
        return new RegionPosition(records.newest(), records.newest(), lag.isZero() ? 0 : now + lag.toMillis(), now);
    }

    private void clear() {
        this.runtime.relay(StoredInvalidation.ofEverything());
    }

    private int apply(List<StreamEvent> events, boolean first) {
        List<StoredInvalidation> found = new ArrayList<>(events.size());
        for (StreamEvent event : events) {
            StoredInvalidation each = RegionRecord.read(event, this.runtime.namespace());
            if (each != null) {
                found.add(each);
            }
        }
        if (first) {
            told(events.size() - found.size());
        }
        if (!found.isEmpty()) {
            this.runtime.relay(StoredInvalidation.merged(found));
        }
        return found.size();
    }

    private void told(int unreadable) {
        this.malformed.add(unreadable);
        if (unreadable > 0 && !this.misread) {
            logger.warn("{} records in the stream of region '{}' are none of this library and are skipped", unreadable,
                    this.peer.name());
        }
        this.misread = unreadable > 0;
    }

    private void keep(@Nullable RegionPosition before, RegionPosition after) {
        if (before == null || !after.upToDate(before.upToDateAt()).equals(before)
                || Math.abs(after.upToDateAt() - before.upToDateAt()) >= KEEP_MILLIS) {
            // If the turn is over, the next claim tells.
            this.runtime.await(this.turns.save(this.peer.name(), after));
        }
    }

    private void relaying(Seen now) {
        this.seen = now;
        if (this.failing) {
            logger.info("Invalidations of region '{}' are relayed again", this.peer.name());
        }
        else if (this.state != RegionLink.State.RELAYING) {
            logger.info("Invalidations of region '{}' are relayed by this instance", this.peer.name());
        }
        this.failing = false;
        this.state = RegionLink.State.RELAYING;
    }

    private void standby(RegionTurns.Turn turn) {
        this.seen = new Seen(turn.position(), turn.now(), this.ticker.getAsLong());
        if (!this.failing || !link().isBehind()) {
            this.failing = false;
            this.state = RegionLink.State.STANDBY;
        }
        pause();
    }

    /**
     * Gives another instance the chance, which may reach what this one does not.
     */
    private void failed(L2UnavailableException ex) {
        if (!this.failing) {
            logger.warn("Invalidations of region '{}' are not relayed at present: {}", this.peer.name(),
                    ex.getMessage());
        }
        this.failing = true;
        this.state = RegionLink.State.UNREACHABLE;
        var unused = this.turns.release(this.peer.name());
        pause();
    }

    private void pause() {
        this.lookAt = this.ticker.getAsLong() + PAUSE;
    }

    /**
     * A position as of a moment.
     *
     * @param position the position
     * @param now Redis's clock at that moment
     * @param ticks the ticker at that moment
     */
    private record Seen(@Nullable RegionPosition position, long now, long ticks) {

        Duration lag(RegionPosition of, long ticksNow) {
            long millis = this.now - of.upToDateAt() + TimeUnit.NANOSECONDS.toMillis(ticksNow - this.ticks);
            return Duration.ofMillis(Math.max(0, millis));
        }

    }

}
