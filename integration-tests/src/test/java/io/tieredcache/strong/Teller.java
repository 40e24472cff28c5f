package io.tieredcache.strong;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tieredcache.testing.TestThreads;

/**
 * A running {@link TellerProcess}, as its parent sees it.
 */
final class Teller implements AutoCloseable {

    private final Process process;

    private final Ledger ledger;

    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private final CompletableFuture<KillPoint> stopped = new CompletableFuture<>();

    private final CompletableFuture<Void> reading;

    private Teller(Process process, Ledger ledger) {
        this.process = process;
        this.ledger = ledger;
        this.reading = TestThreads.run(this::listen);
    }

    static Teller start(TellerSettings settings, Ledger ledger) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC", "-Xmx128m", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                        TellerProcess.class.getName()));
        command.addAll(settings.arguments());
        try {
            return new Teller(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(new File("target", "tellers.log")))
                .start(), ledger);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Done when it reads and writes.
     */
    CompletableFuture<Boolean> ready() {
        return this.ready;
    }

    /**
     * Done when its writer stands at the point where it is to be killed.
     */
    CompletableFuture<KillPoint> stopped() {
        return this.stopped;
    }

    private void listen() {
        try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach((line) -> note(line.split(" ")));
        }
        catch (IOException | UncheckedIOException ex) {
            this.ready.complete(false);
        }
        this.ready.complete(false);
    }

    private void note(String[] words) {
        if (!Journal.END.equals(words[words.length - 1])) {
            return;
        }
        switch (words[0]) {
            case Journal.READY -> this.ready.complete(true);
            case Journal.COMMIT ->
                this.ledger.committed(Integer.parseInt(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
            case Journal.READ -> this.ledger.read(new Ledger.Read(Integer.parseInt(words[1]), Long.parseLong(words[2]),
                    Long.parseLong(words[3]), Long.parseLong(words[4]), Boolean.parseBoolean(words[5])));
            case Journal.POINT -> this.stopped.complete(KillPoint.valueOf(words[1]));
            default -> throw new IllegalStateException("Unknown line '%s'".formatted(words[0]));
        }
    }

    /**
     * Kills it by SIGKILL.
     */
    void kill() {
        this.process.destroyForcibly().onExit().join();
        this.reading.join();
    }

    /**
     * Lets it end its reads and writes, and go.
     */
    void end() {
        try {
            this.process.getOutputStream().close();
            this.process.waitFor(20, TimeUnit.SECONDS);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    @Override
    public void close() {
        kill();
    }

}
