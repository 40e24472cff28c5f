package io.tieredcache.cache;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.ChannelState;
import io.tieredcache.ChannelStateChange;
import io.tieredcache.ChannelStateListener;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelStatesTests {

    private final BlockingQueue<ChannelStateChange> told = new LinkedBlockingQueue<>();

    private final ChannelStates states = states(this.told::add);

    private static ChannelStates states(ChannelStateListener listener) {
        return new ChannelStates("test", Clock.systemUTC(), List.of(listener));
    }

    @AfterEach
    void stop() {
        this.states.reset();
    }

    @Test
    void statesFollowEachOther() throws InterruptedException {
        assertThat(this.states.current()).isEqualTo(ChannelState.CONNECTING);
        this.states.lost();
        this.states.silent();
        assertThat(this.states.current()).as("never joined").isEqualTo(ChannelState.CONNECTING);
        this.states.joined();
        assertTold(ChannelState.CONNECTING, ChannelState.LIVE);
        this.states.silent();
        assertTold(ChannelState.LIVE, ChannelState.SUSPECT);
        this.states.heard(() -> true);
        assertTold(ChannelState.SUSPECT, ChannelState.LIVE);
        this.states.lost();
        assertTold(ChannelState.LIVE, ChannelState.DETACHED);
        this.states.silent();
        this.states.heard(() -> false);
        assertThat(this.states.current()).as("heard over what was given up").isEqualTo(ChannelState.DETACHED);
        assertThat(this.states.reconnects()).isZero();
        this.states.joined();
        assertTold(ChannelState.DETACHED, ChannelState.LIVE);
        assertThat(this.states.reconnects()).isOne();
        this.states.reset();
        assertThat(this.states.current()).isEqualTo(ChannelState.CONNECTING);
        assertThat(this.told).isEmpty();
    }

    private void assertTold(ChannelState before, ChannelState after) throws InterruptedException {
        ChannelStateChange change = this.told.poll(60, TimeUnit.SECONDS);
        assertThat(change).isNotNull();
        assertThat(change.before()).isEqualTo(before);
        assertThat(change.after()).isEqualTo(after);
        assertThat(this.states.current()).isEqualTo(after);
        assertThat(this.states.since()).isEqualTo(change.at());
    }

    @Test
    void listenerThatBlocksHoldsNobodyUpAndLosesTheOldest() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        ChannelStates blocked = states((change) -> {
            reached.countDown();
            try {
                go.await();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            this.told.add(change);
        });
        blocked.joined();
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 100; i++) {
            blocked.lost();
            blocked.joined();
        }
        assertThat(blocked.current()).isEqualTo(ChannelState.LIVE);
        go.countDown();
        for (int i = 0; i < 65; i++) {
            assertThat(this.told.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
        blocked.reset();
        assertThat(this.told).isEmpty();
    }

}
