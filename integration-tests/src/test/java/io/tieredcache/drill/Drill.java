package io.tieredcache.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

import io.tieredcache.testing.TestThreads;

import static org.awaitility.Awaitility.await;

/**
 * Processes that read and write at random, and what is done to them.
 */
final class Drill implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Drill.class);

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final DrillSettings settings;

    private final DrillRedis redis;

    private final List<DrillInstance> instances = new ArrayList<>();

    /** The place of each incarnation. */
    private final List<Integer> places = new ArrayList<>();

    private final List<FaultSpan> faults = new ArrayList<>();

    private final long began = System.nanoTime();

    private int notFresh;

    private long sweepBegan = Long.MAX_VALUE;

    /**
     * Starts the processes, and waits until they read and write.
     * @param settings what they are told
     * @param redis their Redis; not closed by this drill
     * @param instances how many they are
     */
    Drill(DrillSettings settings, DrillRedis redis, int instances) {
        this.settings = settings;
        this.redis = redis;
        logger.info("Drill '{}' with seed {}", settings.namespace(), settings.seed());
        for (int place = 0; place < instances; place++) {
            this.instances.add(start(place, List.of()));
        }
        this.instances.forEach(DrillInstance::awaitReady);
        await().atMost(PATIENCE)
            .until(() -> this.instances.stream().allMatch((each) -> each.ask(DrillProcess.JOINED).equals("1")));
    }

    /**
     * Makes an empty directory for a drill.
     * @param name the name of the drill
     */
    static Path newDirectory(String name) {
        Path directory = Path.of("target", "drills", name).toAbsolutePath();
        try {
            FileSystemUtils.deleteRecursively(directory);
            return Files.createDirectories(directory);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private DrillInstance start(int place, List<String> writes) {
        Path file = this.settings.directory().resolve("settings-%d.properties".formatted(place));
        List<String> properties = new ArrayList<>(this.redis.properties(place));
        properties.addAll(this.settings.properties());
        this.settings.withProperties(properties).write(file);
        this.places.add(place);
        return DrillInstance.start(file, place, this.places.size() - 1, writes);
    }

    DrillRedis redis() {
        return this.redis;
    }

    DrillSettings settings() {
        return this.settings;
    }

    long began() {
        return this.began;
    }

    List<Integer> places() {
        return this.places;
    }

    List<FaultSpan> faults() {
        return this.faults;
    }

    /**
     * Number of values that were older than the source when all was said to be told.
     */
    int notFresh() {
        return this.notFresh;
    }

    /**
     * When all was said to be told and every key began to be read once more, later than
     * all else if that was not yet.
     */
    long sweepBegan() {
        return this.sweepBegan;
    }

    int size() {
        return this.instances.size();
    }

    DrillInstance instance(int place) {
        return this.instances.get(place);
    }

    /**
     * Starts the successor of a process that was killed. It begins with the writes that
     * began and of which it is not known that everybody was told.
     */
    void replace(int place) {
        DrillInstance dead = instance(place);
        List<String> open = new DrillRecords(this.settings.recordsFile(dead.incarnation())).openWrites();
        this.instances.set(place, start(place, open));
    }

    /**
     * Lets a fault happen and end.
     * @param fault the fault
     * @param place whom it concerns, if it concerns one
     * @param lasting how long it lasts, if it lasts
     */
    void inject(DrillFault fault, int place, Duration lasting) {
        long begins = System.nanoTime();
        fault.begin(this, place);
        long struck = System.nanoTime();
        if (fault.lasts()) {
            pause(lasting);
        }
        long healing = System.nanoTime();
        fault.end(this, place);
        FaultSpan span = new FaultSpan(fault, place, begins, struck, healing, System.nanoTime());
        this.faults.add(span);
        logger.info("{} of {}: {}s to {}s", fault, place, seconds(span.began()), seconds(span.healed()));
    }

    /**
     * Seconds from the begin of the drill.
     */
    double seconds(long moment) {
        return TimeUnit.NANOSECONDS.toMillis(moment - this.began) / 1000.0;
    }

    /**
     * Lets the processes work for a while.
     */
    void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            LockSupport.parkNanos(end - now);
        }
    }

    /**
     * Reads that the processes have written down so far.
     */
    long recordedReads() {
        return IntStream.range(0, this.places.size())
            .mapToLong((incarnation) -> new DrillRecords(this.settings.recordsFile(incarnation)).reads())
            .sum();
    }

    /**
     * Reads every airport once, all processes together.
     */
    void fill() {
        List<CompletableFuture<String>> fills = this.instances.stream()
            .map((each) -> TestThreads
                .supply(() -> each.ask("%s %d %d".formatted(DrillProcess.FILL, each.place(), this.instances.size()))))
            .toList();
        fills.forEach(CompletableFuture::join);
    }

    /**
     * Heap after a collection and number of threads of each process.
     */
    List<long[]> measure() {
        return this.instances.stream()
            .map((each) -> Stream.of(each.ask(DrillProcess.MEASURE).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray())
            .toList();
    }

    /**
     * Stops the work, and waits until all invalidations have reached Redis.
     */
    void rest() {
        await().atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(100))
            .until(() -> this.instances.stream().allMatch((each) -> each.ask(DrillProcess.REST).equals("0")));
    }

    /**
     * Stops the work, waits until all invalidations have reached Redis and the bound is
     * over, and reads every key on every instance.
     */
    void settle() {
        rest();
        pause(Duration.ofMillis(this.settings.boundMillis() + DrillChecker.SLACK_OF_EVENTUAL_MILLIS));
        this.sweepBegan = System.nanoTime();
        for (DrillInstance each : this.instances) {
            this.notFresh += Integer.parseInt(each.ask(DrillProcess.SWEEP));
        }
    }

    /**
     * Judges what the processes have done so far.
     */
    DrillReport look() {
        return new DrillChecker(this).check();
    }

    /**
     * Ends the processes and judges what they did.
     */
    DrillReport end() {
        this.instances.forEach(DrillInstance::awaitReady);
        this.instances.forEach(DrillInstance::end);
        return look();
    }

    @Override
    public void close() {
        this.instances.forEach(DrillInstance::close);
    }

}
