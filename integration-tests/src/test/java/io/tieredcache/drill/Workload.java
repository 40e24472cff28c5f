package io.tieredcache.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The random reads and writes of one process.
 */
final class Workload {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MOST_LOGGED = 20;

    private final DrillService service;

    private final DrillSettings settings;

    private final Recorder recorder;

    private final int incarnation;

    private final List<Thread> threads = new ArrayList<>();

    private final AtomicInteger busy = new AtomicInteger();

    private final AtomicLong writes = new AtomicLong();

    private final AtomicInteger failures = new AtomicInteger();

    private final Set<Repeat> failed = ConcurrentHashMap.newKeySet();

    private long lastRepeated = System.nanoTime();

    private volatile boolean repeating;

    private volatile boolean mayHaveUnsent;

    private volatile boolean resting;

    private volatile boolean over;

    Workload(DrillService service, DrillSettings settings, Recorder recorder, int incarnation) {
        this.service = service;
        this.settings = settings;
        this.recorder = recorder;
        this.incarnation = incarnation;
    }

    void start() {
        long seed = this.settings.seed() + 1_000L * this.incarnation;
        start("sent", this::watchUnsent);
        if (this.settings.load().writePauseMillis() > 0) {
            Random random = new Random(seed);
            start("writer", () -> write(random));
        }
        for (int i = 1; i <= this.settings.load().readers(); i++) {
            Random random = new Random(seed + i);
            start("reader-" + i, () -> read(random));
        }
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        this.threads.add(thread);
        thread.start();
    }

    /**
     * Stops reading and writing for a while, and waits for what runs.
     */
    void rest() {
        this.resting = true;
        while (this.busy.get() > 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    void goOn() {
        this.resting = false;
    }

    void end() throws InterruptedException {
        this.over = true;
        for (Thread thread : this.threads) {
            thread.join(5_000);
        }
    }

    private void watchUnsent() {
        while (!this.over) {
            LockSupport.parkNanos(POLL_NANOS);
            this.recorder.flush();
            repeatFailed();
            if (this.mayHaveUnsent) {
                this.mayHaveUnsent = false;
                long asked = System.nanoTime();
                if (this.service.hasUnsent()) {
                    this.mayHaveUnsent = true;
                }
                else {
                    this.recorder.sent(asked, System.nanoTime());
                }
            }
        }
    }

    /**
     * Writes whose call threw are repeated until one does not, as their callers would:
     * nobody else knows that they changed the source.
     */
    private void repeatFailed() {
        if (System.nanoTime() - this.lastRepeated < REPEAT_NANOS) {
            return;
        }
        this.lastRepeated = System.nanoTime();
        this.repeating = true;
        for (Repeat repeat : List.copyOf(this.failed)) {
            this.failed.remove(repeat);
            write(repeat.write, repeat.key);
        }
        this.repeating = false;
    }

    /**
     * Whether there are invalidations that may not have reached Redis.
     */
    boolean hasUnsent() {
        return this.repeating || !this.failed.isEmpty() || this.mayHaveUnsent || this.service.hasUnsent();
    }

    private void read(Random random) {
        long interval = TimeUnit.SECONDS.toNanos(1) / this.settings.load().pace();
        long next = System.nanoTime();
        while (!this.over) {
            long now = System.nanoTime();
            next = Math.max(next + interval, now - TimeUnit.MILLISECONDS.toNanos(100));
            // A thread that is woken is late by some tenths of a millisecond.
            if (next - now > TimeUnit.MILLISECONDS.toNanos(2)) {
                LockSupport.parkNanos(next - now);
            }
            step(() -> {
                DrillCache cache = pick(random);
                read(cache, key(cache, random));
            });
        }
    }

    private void step(Runnable step) {
        this.busy.incrementAndGet();
        try {
            if (!this.resting) {
                step.run();
            }
        }
        finally {
            this.busy.decrementAndGet();
        }
        if (this.resting) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Reads and writes it down.
     * @return the version, -1 for an error
     */
    long read(DrillCache cache, int key) {
        int item = this.settings.items().item(cache, key);
        long began = System.nanoTime();
        DrillAnswer answer;
        try {
            answer = this.service.read(cache, key);
        }
        catch (Exception ex) {
            log("A read failed", ex);
            answer = new DrillAnswer(-1, DrillLevel.ERROR);
        }
        this.recorder.read(item, answer, began, System.nanoTime());
        return answer.version();
    }

    private DrillCache pick(Random random) {
        int number = this.settings.load().even() ? 0 : random.nextInt(100);
        if (number < 60) {
            return DrillCache.AIRPORTS;
        }
        if (number < 80) {
            return DrillCache.LISTS;
        }
        return (number < 92 || !this.settings.strong()) ? DrillCache.STATISTICS : DrillCache.RUNWAYS;
    }

    private int key(DrillCache cache, Random random) {
        double where = random.nextDouble();
        return (int) (this.settings.items().count(cache) * (this.settings.load().even() ? where : where * where));
    }

    private void write(Random random) {
        while (!this.over) {
            LockSupport.parkNanos(
                    TimeUnit.MICROSECONDS.toNanos(1 + random.nextInt(2_000 * this.settings.load().writePauseMillis())));
            step(() -> {
                DrillWrite write = pickWrite(random);
                write(write, key(write.cache(), random));
            });
        }
    }

    private DrillWrite pickWrite(Random random) {
        int number = random.nextInt(100);
        if (number < 45) {
            return DrillWrite.AIRPORT_BY_KEY;
        }
        if (number < 65) {
            return DrillWrite.COUNTRY_BY_TAGS;
        }
        if (number < 75) {
            return DrillWrite.STATISTIC_BY_KEY;
        }
        return (number < 80 || !this.settings.strong()) ? DrillWrite.STATISTICS_BY_CACHE : DrillWrite.RUNWAY_BY_KEY;
    }

    /**
     * Writes and writes it down.
     */
    void write(DrillWrite write, int key) {
        long id = ((long) this.incarnation << 32) + this.writes.incrementAndGet();
        this.recorder.begin(id, write, key);
        boolean failed = false;
        try {
            this.service.write(id, write, key);
        }
        catch (Exception ex) {
            log("A write failed", ex);
            failed = true;
            this.failed.add(new Repeat(write, key));
        }
        // In this order: what was sent after the return is told when that is known.
        boolean unsent = !failed && this.service.hasUnsent();
        this.recorder.returned(id, failed, unsent, System.nanoTime());
        if (unsent) {
            this.mayHaveUnsent = true;
        }
    }

    private void log(String what, Exception failure) {
        if (this.failures.incrementAndGet() <= MOST_LOGGED) {
            System.err.println(what + ": " + failure);
        }
    }

    private record Repeat(DrillWrite write, int key) {

    }

}
