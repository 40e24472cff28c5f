package io.tieredcache.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that run for long while Redis fails now and then: what they hold does not
 * grow. {@code -Dtiered-cache.test.soak-minutes=} says how long.
 */
@Tag("drill")
class SoakDrillIntegrationTests {

    private static final int MEASURES = 12;

    private final long seed = DrillPlans.seed();

    @Test
    void heapThreadsAndConnectionsStayFlat() {
        Path directory = Drill.newDirectory("soak");
        Duration interval = Duration.ofMinutes(Long.getLong("tiered-cache.test.soak-minutes", 2)).dividedBy(MEASURES);
        DrillSettings settings = new DrillSettings(TieredCacheSetup.class, "soak", directory, this.seed,
                new DrillItems(300, 10), new DrillLoad(2, 300, 30, false), 5_000, true, Guard.NONE, List.of());
        try (DrillRedis redis = new SingleRedis(directory, DrillPlans.INSTANCES);
                Drill drill = new Drill(settings, redis, DrillPlans.INSTANCES)) {
            List<Measure> measures = new ArrayList<>();
            Random random = new Random(this.seed);
            List<DrillFault> faults = faults(redis);
            for (int i = 0; i < MEASURES; i++) {
                drill.inject(faults.get(i % faults.size()), random.nextInt(DrillPlans.INSTANCES),
                        Duration.ofSeconds(3));
                drill.pause(interval.minusSeconds(4));
                measures.add(measure(drill));
            }
            drill.settle();
            DrillReport report = drill.end().note(table(measures)).write();
            DrillPlans.assertRight(report);
            assertFlat(measures);
        }
    }

    /** A process that is replaced has another heap. */
    private static List<DrillFault> faults(DrillRedis redis) {
        EnumSet<DrillFault> faults = EnumSet.copyOf(redis.faults());
        faults.remove(DrillFault.INSTANCE_KILLED);
        return List.copyOf(faults);
    }

    private static Measure measure(Drill drill) {
        List<long[]> heapAndThreads = drill.measure();
        return new Measure(drill.seconds(System.nanoTime()),
                heapAndThreads.stream().mapToLong((each) -> each[0]).max().orElse(0) >> 10,
                heapAndThreads.stream().mapToLong((each) -> each[1]).max().orElse(0), drill.redis().connections());
    }

    private static String table(List<Measure> measures) {
        StringBuilder table = new StringBuilder(
                "| second | largest heap after a collection, KiB | most threads | connections in all |%n|---|---|---|---|%n"
                    .formatted());
        measures.forEach((each) -> table
            .append("| %.0f | %d | %d | %d |%n".formatted(each.second, each.heap, each.threads, each.connections)));
        return table.toString();
    }

    /**
     * The last third is not above the second one, but for what varies by chance.
     */
    private static void assertFlat(List<Measure> measures) {
        List<Measure> before = measures.subList(MEASURES / 3, 2 * MEASURES / 3);
        List<Measure> after = measures.subList(2 * MEASURES / 3, MEASURES);
        assertThat(after.stream().mapToLong(Measure::heap).min().orElseThrow()).as("heap")
            .isLessThan(before.stream().mapToLong(Measure::heap).max().orElseThrow() + 4_096);
        assertThat(after.stream().mapToLong(Measure::threads).min().orElseThrow()).as("threads")
            .isLessThanOrEqualTo(before.stream().mapToLong(Measure::threads).max().orElseThrow());
        assertThat(after.stream().mapToLong(Measure::connections).min().orElseThrow()).as("connections")
            .isLessThanOrEqualTo(before.stream().mapToLong(Measure::connections).max().orElseThrow());
    }

    private record Measure(double second, long heap, long threads, long connections) {

    }

}
