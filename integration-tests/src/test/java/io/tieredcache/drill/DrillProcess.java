package io.tieredcache.drill;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.tieredcache.testing.TestThreads;

/**
 * A process of the drill: reads and writes at random until its input ends or it is
 * killed, and does what the lines of its input say. Its arguments: the file of its
 * settings, its number, and the writes to begin with, each as {@code <name>:<key>}.
 */
final class DrillProcess {

    static final String READY = "ready";

    /**
     * Stops reading and writing. Answered by the number of unsent invalidations, 0 or 1.
     */
    static final String REST = "rest";

    /** Answered by 1 if it hears of the invalidations of others, else by 0. */
    static final String JOINED = "joined";

    /** Goes on after a rest. */
    static final String GO_ON = "go-on";

    /**
     * Reads each key once. Answered by the number of values that were older than the
     * source.
     */
    static final String SWEEP = "sweep";

    /** Answered by the bytes of heap after a collection, and the number of threads. */
    static final String MEASURE = "measure";

    /**
     * With a place and the number of places: reads the airports that are this place's to
     * read, on eight threads.
     */
    static final String FILL = "fill";

    private static final int FILLING_THREADS = 8;

    private final DrillSettings settings;

    private final VersionedSource source;

    private final Recorder recorder;

    private final DrillService service;

    private final Workload workload;

    private final PrintStream answers;

    private DrillProcess(DrillSettings settings, VersionedSource source, Recorder recorder, DrillService service,
            Workload workload, PrintStream answers) {
        this.settings = settings;
        this.source = source;
        this.recorder = recorder;
        this.service = service;
        this.workload = workload;
        this.answers = answers;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // What is logged must not get between the answers.
        System.setOut(System.err);
        DrillSettings settings = DrillSettings.read(Path.of(arguments[0]));
        int incarnation = Integer.parseInt(arguments[1]);
        VersionedSource source = new VersionedSource(settings.sourceFile(), settings.items().count());
        try (Recorder recorder = new Recorder(settings.recordsFile(incarnation));
                DrillService service = settings.setup()
                    .getDeclaredConstructor()
                    .newInstance()
                    .start(settings, new DrillSource(source, settings.items(), recorder))) {
            Workload workload = new Workload(service, settings, recorder, incarnation);
            DrillProcess process = new DrillProcess(settings, source, recorder, service, workload, answers);
            for (int i = 2; i < arguments.length; i++) {
                String[] write = arguments[i].split(":", -1);
                workload.write(DrillWrite.valueOf(write[0]), Integer.parseInt(write[1]));
            }
            workload.start();
            answers.println(READY);
            process.listen();
            workload.end();
        }
        System.exit(0);
    }

    private void listen() throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            this.answers.println(answer(line));
        }
    }

    private String answer(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case REST -> {
                this.workload.rest();
                this.recorder.flush();
                return this.workload.hasUnsent() ? "1" : "0";
            }
            case JOINED -> {
                return this.service.isJoined() ? "1" : "0";
            }
            case GO_ON -> {
                this.workload.goOn();
                return "0";
            }
            case SWEEP -> {
                return Integer.toString(sweep());
            }
            case MEASURE -> {
                System.gc();
                return "%d %d".formatted(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                        ManagementFactory.getThreadMXBean().getThreadCount());
            }
            case FILL -> {
                fill(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                return "0";
            }
            default -> throw new IllegalArgumentException("Unknown line '%s'".formatted(line));
        }
    }

    private void fill(int place, int places) {
        int step = places * FILLING_THREADS;
        List<CompletableFuture<Void>> fills = new ArrayList<>();
        for (int i = 0; i < FILLING_THREADS; i++) {
            int first = place + places * i;
            fills.add(TestThreads.run(() -> {
                for (int code = first; code < this.settings.items().airports(); code += step) {
                    this.workload.read(DrillCache.AIRPORTS, code);
                }
            }));
        }
        fills.forEach(CompletableFuture::join);
    }

    private int sweep() {
        int older = 0;
        DrillItems items = this.settings.items();
        for (int item = 0; item < items.count(); item++) {
            DrillCache cache = items.cache(item);
            if (cache == DrillCache.RUNWAYS && !this.settings.strong()) {
                continue;
            }
            long known = this.source.read(item);
            if (this.workload.read(cache, items.key(item)) < known) {
                older++;
            }
        }
        return older;
    }

}
