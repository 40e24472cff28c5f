package io.tieredcache.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import io.tieredcache.ChannelState;
import io.tieredcache.ChannelStateChange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ChannelStateTellerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void slowListenerMissesTheOldestChangesOnly() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        CountDownLatch mayGoOn = new CountDownLatch(1);
        ChannelStateTeller teller = new ChannelStateTeller(List.of((change) -> {
            heard.add(change.at().toEpochMilli());
            awaitLatch(mayGoOn);
        }));
        teller.tell(change(0));
        await().atMost(PATIENCE).until(() -> heard.size() == 1);
        for (int i = 1; i <= 1_000; i++) {
            teller.tell(change(i));
        }
        mayGoOn.countDown();
        await().atMost(PATIENCE).until(() -> heard.contains(1_000L));
        assertThat(heard).hasSize(65).startsWith(0L, 937L).endsWith(1_000L).isSorted();
        teller.stop();
    }

    private static ChannelStateChange change(long number) {
        return new ChannelStateChange(ChannelState.LIVE, ChannelState.SUSPECT, Instant.ofEpochMilli(number));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

}
