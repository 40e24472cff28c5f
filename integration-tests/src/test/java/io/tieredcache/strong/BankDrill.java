package io.tieredcache.strong;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Processes of a bank that read and write the same accounts, and are killed.
 */
final class BankDrill implements AutoCloseable {

    private static final int ACCOUNTS = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ledger ledger = new Ledger();

    private final String namespace = TestInstance.newNamespace();

    private final BankDatabase database;

    private final List<Teller> tellers = new ArrayList<>();

    private final Map<KillPoint, Integer> kills = new EnumMap<>(KillPoint.class);

    private final boolean holds;

    private final long seed;

    private final Random random;

    private int started;

    BankDrill(boolean holds, long seed) throws SQLException {
        this.holds = holds;
        this.seed = seed;
        this.random = new Random(seed);
        this.database = new BankDatabase(ACCOUNTS, this.ledger);
    }

    Ledger ledger() {
        return this.ledger;
    }

    int kills() {
        return this.kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    int kills(KillPoint point) {
        return this.kills.getOrDefault(point, 0);
    }

    /**
     * Starts a process.
     * @param point where its writer dies
     * @param lastWrite in which write
     */
    Teller start(KillPoint point, int lastWrite) {
        Teller started = Teller.start(new TellerSettings(RedisFixture.shared().port(), this.namespace,
                this.database.url(), this.holds, ACCOUNTS, this.seed + 1_000L * this.started++, point, lastWrite),
                this.ledger);
        this.tellers.add(started);
        return started;
    }

    /**
     * Starts readers in this process.
     */
    Customers startCustomers(int count) {
        return new Customers(this.namespace, count, this.database, this.ledger, this.random);
    }

    static void awaitReady(List<Teller> tellers) {
        tellers.forEach((teller) -> assertThat(teller.ready()).succeedsWithin(PATIENCE).isEqualTo(true));
    }

    /**
     * Waits until a writer stands where it is to die, and kills its process.
     */
    void killAtItsPoint(Teller teller) {
        assertThat(teller.stopped()).succeedsWithin(PATIENCE);
        kill(teller, teller.stopped().join());
    }

    private void kill(Teller teller, KillPoint point) {
        teller.kill();
        this.tellers.remove(teller);
        this.kills.merge(point, 1, Integer::sum);
    }

    /**
     * Keeps some processes alive, killing and replacing one after the other, until there
     * are enough reads and kills.
     */
    void run(int processes, int reads, int killsAtEachPoint) throws InterruptedException {
        List<KillPoint> points = List.of(KillPoint.values());
        int next = 0;
        while (this.ledger.reads() < reads || points.stream().anyMatch((point) -> kills(point) < killsAtEachPoint)) {
            List<Teller> running = new ArrayList<>(this.tellers);
            while (running.size() < processes) {
                running.add(start(points.get(next++ % points.size()), 20 + this.random.nextInt(100)));
            }
            awaitReady(running);
            Teller victim = running.stream().filter((teller) -> teller.stopped().isDone()).findFirst().orElse(null);
            if (victim != null) {
                killAtItsPoint(victim);
            }
            else if (this.random.nextInt(30) == 0) {
                kill(running.get(this.random.nextInt(running.size())), KillPoint.ANYWHERE);
            }
            Thread.sleep(this.random.nextInt(100));
        }
    }

    void awaitReads(int count) {
        await().atMost(PATIENCE).until(() -> this.ledger.reads() >= count);
    }

    /**
     * Ends the processes that are left.
     * @return the stale reads
     */
    List<Ledger.Stale> end() {
        List.copyOf(this.tellers).forEach(Teller::end);
        this.tellers.clear();
        List<Ledger.Stale> stale = this.ledger.stale();
        System.out.println(
                "Bank: holds %b, seed %d: %d processes, %d reads (%d%% of them hits), %d commits of accounts, kills %s, stale reads %d"
                    .formatted(this.holds, this.seed, this.started, this.ledger.reads(),
                            100 * this.ledger.hits() / Math.max(1, this.ledger.reads()), this.ledger.commits(),
                            this.kills, stale.size()));
        return stale;
    }

    @Override
    public void close() {
        this.tellers.forEach(Teller::close);
        this.database.close();
    }

}
