package io.tieredcache.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A Redis server of one test, which the test may stop, start again on the same port,
 * pause and resume. It keeps nothing on disk, so it is empty after a new start.
 * <p>
 * The process ends at {@link #close()}, at the latest with this JVM.
 */
public final class RedisServerProcess implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    private static final Path LOG_DIRECTORY = Path.of("target", "redis-server");

    private final RedisExecutable executable;

    private final int port;

    private final List<String> arguments;

    private final List<String> configuration;

    private final Thread shutdownHook = new Thread(this::kill, "redis-server-shutdown");

    private @Nullable Process process;

    private boolean paused;

    private RedisServerProcess(RedisExecutable executable, int port, List<String> arguments, String... configuration) {
        this.executable = executable;
        this.port = port;
        this.arguments = arguments;
        this.configuration = List.of(configuration);
        Runtime.getRuntime().addShutdownHook(this.shutdownHook);
    }

    /**
     * Start a server on a free port.
     * @param arguments more arguments for the server, for example
     * {@code "--maxmemory", "2mb"}
     * @return the running server
     */
    public static RedisServerProcess onFreePort(String... arguments) {
        return onPort(freePort(), arguments);
    }

    /**
     * Start a server on the given port.
     * @param port the port on the loopback address
     * @param arguments more arguments for the server
     * @return the running server
     */
    public static RedisServerProcess onPort(int port, String... arguments) {
        return startNew(RedisExecutable.installedOrEmbedded(), port, List.of(arguments));
    }

    /**
     * Return a port on which a server may be started later, for a test that begins
     * without one.
     * @return a port that is free at this moment
     */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
        catch (IOException ex) {
            throw new IllegalStateException("No free port", ex);
        }
    }

    static RedisServerProcess startEmbedded() {
        return startNew(RedisExecutable.embedded(), freePort(), List.of());
    }

    static RedisServerProcess startSentinel(Path configuration, int port) {
        // A configuration file is read only where it is the first argument.
        RedisServerProcess server = new RedisServerProcess(RedisExecutable.installedOrEmbedded(), port,
                List.of("--sentinel"), configuration.toString());
        server.start();
        return server;
    }

    private static RedisServerProcess startNew(RedisExecutable executable, int port, List<String> arguments) {
        RedisServerProcess server = new RedisServerProcess(executable, port, arguments);
        server.start();
        return server;
    }

    /**
     * Start the server again after {@link #stop()} or {@link #kill()}. Does nothing if it
     * runs.
     */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        try {
            Files.createDirectories(LOG_DIRECTORY);
            this.process = new ProcessBuilder(command()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
        }
        catch (IOException ex) {
            throw new IllegalStateException("Unable to start '%s'".formatted(this.executable.path()), ex);
        }
        this.paused = false;
        awaitReady(this.process);
    }

    /**
     * Stop the server as an operator would: it closes its connections and ends.
     */
    public synchronized void stop() {
        resume();
        end(Process::destroy);
    }

    /**
     * End the server without notice, as a crash would. Also ends a paused server.
     */
    public synchronized void kill() {
        end(Process::destroyForcibly);
    }

    /**
     * Freeze the server: its connections stay open, new ones are accepted by the
     * operating system, and nothing is answered.
     */
    public synchronized void pause() {
        if (isRunning() && !this.paused) {
            signal("STOP");
            this.paused = true;
        }
    }

    /**
     * Let a paused server go on. It then answers what was sent in the meantime.
     */
    public synchronized void resume() {
        if (isRunning() && this.paused) {
            signal("CONT");
            this.paused = false;
        }
    }

    /**
     * Return whether the process is alive, be it paused or not.
     * @return whether the process is alive
     */
    public synchronized boolean isRunning() {
        return this.process != null && this.process.isAlive();
    }

    /**
     * Return whether the server answers a {@code PING} on a new connection.
     * @param timeout how long to wait for the answer
     * @return whether it answered in time
     */
    public boolean answers(Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] reply = socket.getInputStream().readNBytes("+PONG".length());
            return "+PONG".equals(new String(reply, StandardCharsets.US_ASCII));
        }
        catch (IOException ex) {
            return false;
        }
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return this.port;
    }

    public String uri() {
        return "redis://%s:%d".formatted(HOST, this.port);
    }

    /**
     * Return the version of the server, for example {@code 7.0.15}.
     * @return the version
     */
    public String version() {
        return this.executable.version();
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(this.shutdownHook);
        }
        catch (IllegalStateException ex) {
            // The JVM is ending, and the hook has done the same.
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(this.executable.path().toString()));
        command.addAll(this.configuration);
        command.addAll(List.of("--port", Integer.toString(this.port), "--bind", HOST, "--save", "", "--appendonly",
                "no", "--daemonize", "no"));
        command.addAll(this.arguments);
        return command;
    }

    private Path logFile() {
        return LOG_DIRECTORY.resolve("%d.log".formatted(this.port));
    }

    private void awaitReady(Process started) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!answers(Duration.ofMillis(200))) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new IllegalStateException(
                        "redis-server did not start on port %d, see '%s'".formatted(this.port, logFile()));
            }
            waitFor(started, 20);
        }
    }

    private void end(Consumer<Process> method) {
        Process current = this.process;
        if (current == null) {
            return;
        }
        method.accept(current);
        if (!waitFor(current, 5000)) {
            current.destroyForcibly();
            waitFor(current, 5000);
        }
        this.process = null;
        this.paused = false;
    }

    private void signal(String name) {
        Process current = this.process;
        if (current == null) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(current.pid())).start();
            if (!waitFor(kill, 5000) || kill.exitValue() != 0) {
                throw new IllegalStateException("Signal %s failed for process %d".formatted(name, current.pid()));
            }
        }
        catch (IOException ex) {
            throw new IllegalStateException("Unable to send signal %s".formatted(name), ex);
        }
    }

    private static boolean waitFor(Process process, long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a process", ex);
        }
    }

}
