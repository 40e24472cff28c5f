package io.tieredcache.writebehind;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.tieredcache.WriteNotAcceptedException;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance in a process of its own that writes visits, each key by one thread, and
 * notes in a file what was acknowledged.
 */
final class WritingProcess implements AutoCloseable {

    private static final int THREADS = 8;

    private static final int KEYS_PER_THREAD = 25;

    private static final String READY = "ready";

    private final Process process;

    private final BufferedReader output;

    private final Path acknowledged;

    private WritingProcess(Process process, Path acknowledged) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.acknowledged = acknowledged;
    }

    /**
     * Starts a process, which waits for {@link #go}.
     */
    static WritingProcess start(int redisPort, String namespace, String url, Path acknowledged, int records)
            throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), WritingProcess.class.getName(),
                Integer.toString(redisPort), namespace, url, acknowledged.toString(), Integer.toString(records)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        return new WritingProcess(process, acknowledged);
    }

    void awaitReady() {
        assertThat(this.output.lines().anyMatch(READY::equals)).as("the process is ready").isTrue();
    }

    void go() throws IOException {
        this.process.getOutputStream().write('\n');
        this.process.getOutputStream().flush();
    }

    /**
     * What was acknowledged, as lines of key and count.
     */
    List<String> acknowledged() throws IOException {
        if (!Files.exists(this.acknowledged)) {
            return List.of();
        }
        String text = Files.readString(this.acknowledged);
        // A killed process may leave half a line.
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /**
     * Number of records acknowledged, as far as the length of the file tells.
     */
    long size() throws IOException {
        return Files.exists(this.acknowledged) ? Files.size(this.acknowledged) / LINE : 0;
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

    /** Every line has the same length. */
    private static final int LINE = 24;

    /**
     * The process.
     */
    public static void main(String[] arguments) throws IOException {
        Journal unused = new Journal();
        Path file = Path.of(arguments[3]);
        String name = file.getFileName().toString();
        int records = Integer.parseInt(arguments[4]);
        try (WritingInstance instance = WritingInstance.start("127.0.0.1", Integer.parseInt(arguments[0]), arguments[1],
                new VisitTable(arguments[2]), new Visits(unused), "on-unavailable=fail", "poll-interval=50ms",
                "lease-time=3s", "max-back-off=1s", "tiered-cache.redis.timeout=5s",
                "tiered-cache.redis.min-timeout=5s");
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            System.out.println(READY);
            int go = System.in.read();
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            for (int i = 0; go >= 0 && i < THREADS; i++) {
                int thread = i;
                int share = records / THREADS + ((i < records % THREADS) ? 1 : 0);
                calls.add(TestThreads.run(() -> write(instance, out, name + "-" + thread, share)));
            }
            calls.forEach(CompletableFuture::join);
            // Until the test lets go.
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void write(WritingInstance instance, FileChannel out, String prefix, int records) {
        for (int i = 0; i < records; i++) {
            String key = prefix + "-" + (10 + i % KEYS_PER_THREAD);
            while (!isAccepted(instance, key, i)) {
                Thread.onSpinWait();
            }
            byte[] line = "%-15s%8d%n".formatted(key, i).getBytes(StandardCharsets.US_ASCII);
            assertThat(line).hasSize(LINE);
            try {
                out.write(ByteBuffer.wrap(line));
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

    private static boolean isAccepted(WritingInstance instance, String key, long count) {
        try {
            instance.visits().write(key, count);
            return true;
        }
        catch (WriteNotAcceptedException ex) {
            sleep();
            return false;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
