package io.tieredcache.drill;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tieredcache.testing.TestThreads;

/**
 * A running {@link DrillProcess}, as its parent sees it.
 */
final class DrillInstance implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;

    private static final String GONE = "gone";

    private final Process process;

    private final int place;

    private final int incarnation;

    private final BufferedWriter lines;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private boolean ready;

    private DrillInstance(Process process, int place, int incarnation) {
        this.process = process;
        this.place = place;
        this.incarnation = incarnation;
        this.lines = process.outputWriter(StandardCharsets.UTF_8);
        var unused = TestThreads.run(this::listen);
    }

    /**
     * Starts a process.
     * @param settings the file of its settings
     * @param place its place in the fleet, which its successor takes over
     * @param incarnation its number, which nobody else has
     * @param writes what it writes before all else
     */
    static DrillInstance start(Path settings, int place, int incarnation, List<String> writes) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xms32m", "-Xmx256m", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                DrillProcess.class.getName(), settings.toString(), Integer.toString(incarnation)));
        command.addAll(writes);
        File log = settings.resolveSibling("log-" + incarnation + ".txt").toFile();
        try {
            return new DrillInstance(new ProcessBuilder(command).redirectError(log).start(), place, incarnation);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    int place() {
        return this.place;
    }

    int incarnation() {
        return this.incarnation;
    }

    private void listen() {
        try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(this.answers::add);
        }
        catch (IOException | UncheckedIOException ex) {
            // It was killed.
        }
        this.answers.add(GONE);
    }

    /**
     * Waits until it reads and writes.
     */
    void awaitReady() {
        if (!this.ready) {
            String found = nextAnswer();
            if (!DrillProcess.READY.equals(found)) {
                throw new IllegalStateException("Process %d said '%s'".formatted(this.incarnation, found));
            }
            this.ready = true;
        }
    }

    private String nextAnswer() {
        try {
            String answer = this.answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || GONE.equals(answer)) {
                throw new IllegalStateException("Process %d does not answer".formatted(this.incarnation));
            }
            return answer;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Asks it something.
     * @param line one of the constants of {@link DrillProcess}
     * @return the answer
     */
    String ask(String line) {
        awaitReady();
        tell(line);
        return nextAnswer();
    }

    private void tell(String line) {
        try {
            this.lines.write(line);
            this.lines.newLine();
            this.lines.flush();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Stops it by SIGSTOP, so that it does nothing until it is told to go on.
     */
    void stop() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start()
                .waitFor(5, TimeUnit.SECONDS);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Kills it by SIGKILL.
     */
    void kill() {
        this.process.destroyForcibly().onExit().join();
    }

    /**
     * Lets it end its reads and writes, and go.
     */
    void end() {
        try {
            this.process.getOutputStream().close();
            if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Process %d does not end".formatted(this.incarnation));
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

}
