package io.tieredcache.strong;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bank of several processes whose writers die: a strong cache shows every commit to
 * every read that begins after it. The same drill without holds shows that it would see a
 * stale read. Times of different processes are compared, which Linux allows.
 */
@EnabledOnOs(OS.LINUX)
class BankIntegrationTests {

    private static final int PROCESSES = 3;

    @Test
    void noReadMissesACommitWhenAWriterDies() throws Exception {
        try (BankDrill drill = new BankDrill(true, seed())) {
            Teller teller = drill.start(KillPoint.AFTER_COMMIT, 60);
            try (var unused = drill.startCustomers(2)) {
                BankDrill.awaitReady(List.of(teller));
                drill.killAtItsPoint(teller);
                drill.awaitReads(drill.ledger().reads() + 500);
            }
            assertThat(drill.end()).isEmpty();
            assertThat(drill.ledger().hits()).isPositive();
        }
    }

    @Test
    @Tag("drill")
    void noReadOfAHundredThousandMissesACommitWhenWritersDie() throws Exception {
        try (BankDrill drill = new BankDrill(true, seed())) {
            drill.run(PROCESSES, 100_000, 3);
            assertThat(drill.end()).isEmpty();
            assertThat(drill.ledger().hits()).isGreaterThan(drill.ledger().reads() / 10);
        }
    }

    @Test
    @Tag("drill")
    void withoutHoldsReadsMissCommits() throws Exception {
        try (BankDrill drill = new BankDrill(false, seed())) {
            drill.run(PROCESSES, 20_000, 2);
            assertThat(drill.end()).isNotEmpty();
        }
    }

    private static long seed() {
        return Long.getLong("tiered-cache.test.seed", System.nanoTime());
    }

}
