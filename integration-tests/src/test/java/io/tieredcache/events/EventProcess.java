package io.tieredcache.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance in a process of its own that takes events from outside. It copies some of
 * the entries into its L1, and tells when asked how many of them it still serves.
 */
final class EventProcess implements AutoCloseable {

    static final String CACHE = "values";

    private static final String RUNNING = "running";

    private static final String CHECK = "check";

    /** Each process copies one entry out of so many. */
    private static final int STRIDE = 20;

    private final Process process;

    private final BufferedReader output;

    private EventProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts the process, without waiting for it.
     * @param namespace the namespace
     * @param entries the number of entries
     */
    static EventProcess start(String namespace, int entries) {
        RedisFixture redis = RedisFixture.shared();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try {
            return new EventProcess(new ProcessBuilder(List.of(java, "-XX:TieredStopAtLevel=1", "-cp",
                    System.getProperty("java.class.path"), EventProcess.class.getName(), redis.host(),
                    Integer.toString(redis.port()), namespace, Integer.toString(entries)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    EventProcess awaitRunning() {
        assertThat(lineWith(RUNNING)).as("the process runs").isNotNull();
        return this;
    }

    /**
     * How many of its copies the process still serves, after all events were applied.
     */
    int copiesLeft() throws IOException {
        Writer input = this.process.outputWriter(StandardCharsets.UTF_8);
        input.write(CHECK + "\n");
        input.flush();
        return Integer.parseInt(lineWith("left ").substring("left ".length()));
    }

    private String lineWith(String begin) {
        return this.output.lines()
            .filter((line) -> line.startsWith(begin))
            .findFirst()
            .orElseThrow(() -> new AssertionError("The process ended before it wrote '" + begin + "'"));
    }

    /**
     * Kills the process, which gets no chance to say goodbye.
     */
    void kill() {
        this.process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    static CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().stalenessBound(Duration.ofMinutes(10)).maxEntries(1_000_000);
    }

    static EventSettings eventSettings() {
        return new EventSettings(Duration.ofMillis(10), 100, Duration.ofSeconds(1));
    }

    static String key(int i) {
        return "k" + i;
    }

    static EntryPolicy policy(int i) {
        return EntryPolicy.defaults().withType(String.class).withTags("t" + i);
    }

    /**
     * The process.
     */
    public static void main(String[] arguments) throws IOException {
        int entries = Integer.parseInt(arguments[3]);
        try (EventInstance instance = EventInstance
            .of(new TestInstance.Builder().redis(arguments[0], Integer.parseInt(arguments[1]))
                .namespace(arguments[2])
                .defaults(settings()), eventSettings())) {
            instance.start();
            TieredCache cache = instance.cache(CACHE);
            int offset = (int) (ProcessHandle.current().pid() % STRIDE);
            List<Integer> copied = new ArrayList<>();
            IntStream.iterate(offset, (i) -> i < entries, (i) -> i + STRIDE)
                .filter((i) -> cache.lookup(key(i), policy(i)) != null)
                .forEach(copied::add);
            System.out.println(RUNNING);
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (CHECK.equals(input.readLine())) {
                System.out
                    .println("left " + copied.stream().filter((i) -> cache.lookup(key(i), policy(i)) != null).count());
            }
        }
    }

}
