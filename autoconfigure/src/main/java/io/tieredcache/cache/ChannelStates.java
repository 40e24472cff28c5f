package io.tieredcache.cache;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.ChannelState;
import io.tieredcache.ChannelStateChange;
import io.tieredcache.ChannelStateListener;

/**
 * The state of the invalidation channel: <pre>
 * CONNECTING --joined--> LIVE --silent--> SUSPECT --heard--> LIVE
 *                        LIVE, SUSPECT --lost--> DETACHED --joined--> LIVE
 * </pre> Changes come from the channel's own thread and from that of the connection. They
 * are made one after the other, and logged and told in that order.
 */
final class ChannelStates {

    private static final Logger logger = LoggerFactory.getLogger(ChannelStates.class);

    private final String namespace;

    private final Clock clock;

    private final ChannelStateTeller teller;

    private volatile Stage stage;

    private volatile long joins;

    ChannelStates(String namespace, Clock clock, List<ChannelStateListener> listeners) {
        this.namespace = namespace;
        this.clock = clock;
        this.teller = new ChannelStateTeller(listeners);
        this.stage = new Stage(ChannelState.CONNECTING, clock.instant());
    }

    ChannelState current() {
        return this.stage.state;
    }

    Instant since() {
        return this.stage.since;
    }

    long reconnects() {
        return Math.max(0, this.joins - 1);
    }

    /**
     * Begins without a word, at a start and at a stop.
     */
    synchronized void reset() {
        this.joins = 0;
        this.stage = new Stage(ChannelState.CONNECTING, this.clock.instant());
        this.teller.stop();
    }

    /**
     * The channel was joined.
     */
    synchronized void joined() {
        this.joins++;
        change(ChannelState.LIVE);
    }

    /**
     * A proof of life came back.
     * @param stillJoined whether the subscription that it came over is still the one in
     * use
     */
    synchronized void heard(BooleanSupplier stillJoined) {
        if (this.stage.state != ChannelState.LIVE && stillJoined.getAsBoolean()) {
            change(ChannelState.LIVE);
        }
    }

    /**
     * Proofs of life do not come back.
     */
    synchronized void silent() {
        if (this.stage.state == ChannelState.LIVE) {
            change(ChannelState.SUSPECT);
        }
    }

    /**
     * There is no subscription, or none that counts.
     */
    synchronized void lost() {
        if (this.stage.state != ChannelState.CONNECTING) {
            change(ChannelState.DETACHED);
        }
    }

    private void change(ChannelState next) {
        ChannelState before = this.stage.state;
        if (before == next) {
            return;
        }
        this.stage = new Stage(next, this.clock.instant());
        switch (next) {
            case LIVE -> logger.info("Invalidation channel of '{}' is LIVE (was {})", this.namespace, before);
            case SUSPECT ->
                logger.warn("Invalidation channel of '{}' is SUSPECT (was {}): proofs of life do not come back",
                        this.namespace, before);
            case DETACHED ->
                logger.warn("Invalidation channel of '{}' is DETACHED (was {}): it is joined again by itself",
                        this.namespace, before);
            case CONNECTING ->
                logger.warn("Invalidation channel of '{}' is CONNECTING (was {})", this.namespace, before);
        }
        this.teller.tell(new ChannelStateChange(before, next, this.stage.since));
    }

    private record Stage(ChannelState state, Instant since) {

    }

}
