package io.tieredcache.writebehind;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.Set;

import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lettuce.core.RedisClient;

import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several processes write to one table; one is killed at a random moment, and Redis is
 * killed and started again at another. What was acknowledged reaches the table, in order
 * per key.
 */
class WritersKilledIntegrationTests {

    private final String namespace = TestInstance.newNamespace();

    private final List<WritingProcess> processes = new ArrayList<>();

    @TempDir
    private Path directory;

    private RedisServerProcess redis;

    private Server database;

    private VisitTable table;

    @BeforeEach
    void start() throws SQLException {
        this.redis = RedisServerProcess.onFreePort("--appendonly", "yes", "--dir", this.directory.toString());
        this.database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        this.table = new VisitTable("jdbc:h2:tcp://127.0.0.1:%d/mem:%s;DB_CLOSE_DELAY=-1"
            .formatted(this.database.getPort(), UUID.randomUUID()));
        this.table.create();
    }

    @AfterEach
    void stop() {
        this.processes.forEach(WritingProcess::close);
        this.database.stop();
        this.redis.close();
    }

    @Test
    @Tag("drill")
    void fewRecordsSurviveAKilledWriterAndAKilledRedis() throws Exception {
        run(2, 4_000, new Random().nextLong());
    }

    @Test
    @Tag("drill")
    void manyRecordsSurviveAKilledWriterAndAKilledRedis() throws Exception {
        run(3, 200_000, new Random().nextLong());
    }

    private void run(int writers, int records, long seed) throws Exception {
        System.out.println("Write-behind with killed processes: seed " + seed);
        Random random = new Random(seed);
        long startedAt = System.nanoTime();
        int share = records / writers;
        for (int i = 0; i < writers; i++) {
            start("p" + i, share);
        }
        for (WritingProcess process : this.processes) {
            process.awaitReady();
        }
        long writingAt = System.nanoTime();
        for (WritingProcess process : this.processes) {
            process.go();
        }
        awaitAcknowledged(records / 10 + random.nextInt(records / 4));
        WritingProcess victim = this.processes.get(random.nextInt(writers));
        victim.kill();
        int unwritten = Math.max(0, share - victim.acknowledged().size());
        awaitAcknowledged(Math.min(records / 2, share * writers - unwritten - 1));
        this.redis.kill();
        this.redis.start();
        int all = share * writers - unwritten;
        if (writers > 2) {
            WritingProcess successor = start("p" + writers, unwritten);
            successor.awaitReady();
            successor.go();
            all += unwritten;
        }
        awaitAcknowledged(all);
        long acknowledgedAt = System.nanoTime();
        awaitEmptyQueue();
        long writtenAt = System.nanoTime();
        Result result = check();
        System.out.println(("Write-behind with killed processes: %d acknowledged, %d arrivals, %d duplicates, "
                + "%d not acknowledged, %d lost, %d out of order; ready after %d ms, acknowledged after %d ms more, "
                + "written after %d ms more")
            .formatted(result.acknowledged, result.arrivals, result.duplicates, result.unacknowledged,
                    result.lost.size(), result.disordered.size(), millis(startedAt, writingAt),
                    millis(writingAt, acknowledgedAt), millis(acknowledgedAt, writtenAt)));
        assertThat(result.lost).as("acknowledged and not in the table, seed %d", seed).isEmpty();
        assertThat(result.disordered).as("keys written out of order, seed %d", seed).isEmpty();
        assertThat(result.wrongRows).as("rows with an older value, seed %d", seed).isEmpty();
        assertThat(result.acknowledged).isGreaterThanOrEqualTo(all);
    }

    private static long millis(long from, long to) {
        return Duration.ofNanos(to - from).toMillis();
    }

    private WritingProcess start(String name, int records) throws IOException {
        WritingProcess process = WritingProcess.start(this.redis.port(), this.namespace, this.table.url(),
                this.directory.resolve(name), records);
        this.processes.add(process);
        return process;
    }

    private void awaitAcknowledged(long records) {
        await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofMinutes(10)).until(() -> {
            long sum = 0;
            for (WritingProcess process : this.processes) {
                sum += process.size();
            }
            return sum >= records;
        });
    }

    private void awaitEmptyQueue() {
        QueueKeys keys = new QueueKeys(this.namespace);
        RedisClient client = RedisClient.create(this.redis.uri());
        try (var connection = client.connect()) {
            await().atMost(Duration.ofMinutes(5)).until(() -> {
                long depth = 0;
                for (int i = 0; i < 4; i++) {
                    depth += connection.sync().xlen(keys.stream(i));
                }
                return depth == 0 && connection.sync().hlen(keys.key("pending")) == 0;
            });
            assertThat(connection.sync().exists(keys.key("dead"))).as("dead letters").isZero();
        }
        finally {
            client.shutdown(Duration.ZERO, Duration.ZERO);
        }
    }

    private Result check() throws SQLException, IOException {
        Result result = new Result();
        Map<String, Long> highest = new HashMap<>();
        Set<String> arrived = new HashSet<>();
        try (Connection connection = this.table.connect(); var statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select id, visits from arrival order by seq")) {
                while (rows.next()) {
                    result.arrivals++;
                    String id = rows.getString(1);
                    long count = rows.getLong(2);
                    if (!arrived.add(id + " " + count)) {
                        result.duplicates++;
                    }
                    else if (highest.merge(id, count, Math::max) > count) {
                        result.disordered.add(id);
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery("select id, visits from visit")) {
                while (rows.next()) {
                    if (highest.getOrDefault(rows.getString(1), -1L) != rows.getLong(2)) {
                        result.wrongRows.add(rows.getString(1));
                    }
                }
            }
        }
        for (WritingProcess process : this.processes) {
            for (String line : process.acknowledged()) {
                result.acknowledged++;
                String id = line.substring(0, 15).strip() + " " + line.substring(15).strip();
                if (!arrived.contains(id)) {
                    result.lost.add(id);
                }
            }
        }
        result.unacknowledged = arrived.size() - result.acknowledged;
        return result;
    }

    private static final class Result {

        private final List<String> lost = new ArrayList<>();

        private final Set<String> disordered = new HashSet<>();

        private final List<String> wrongRows = new ArrayList<>();

        private int acknowledged;

        private int arrivals;

        private int duplicates;

        private int unacknowledged;

    }

}
