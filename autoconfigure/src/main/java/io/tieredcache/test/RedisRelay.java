package io.tieredcache.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A TCP relay in front of a Redis server that tests can make fail. It listens on a free
 * port of 127.0.0.1; let the application connect there.
 * <p>
 * A connection is on one {@link Path path}. It is on none until its first command other
 * than HELLO, AUTH, CLIENT, SELECT, READONLY or an initial PING; till then only what is
 * wrong with both paths concerns it. A connection that subscribes is a subscription from
 * then on, whatever else it is used for.
 * <p>
 * Faults add up, hold for connections of now and of later, and end with {@link #heal}.
 * Each call returns when the fault is in force for all connections. Calls without a path
 * mean both.
 * <p>
 * One daemon thread serves all connections, at most 1,024 at a time; each holds up to 4
 * MB per direction and reads no more until they are delivered. TLS cannot be relayed with
 * paths: all of it is data. The addresses that Redis Cluster and Sentinel name are not
 * rewritten, so clients of those pass the relay by. Safe for concurrent use. All methods
 * that change faults throw {@link IllegalStateException} once the relay is closed.
 *
 * @since 0.1.0
 */
public final class RedisRelay implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final InetSocketAddress target;

    private final RelayCounters counters = new RelayCounters();

    private final RelayLoop loop;

    private final Thread thread;

    private RedisRelay(InetSocketAddress target, int port) throws IOException {
        this.target = target;
        this.loop = new RelayLoop(target, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), this.counters);
        this.thread = new Thread(null, this.loop, "redis-relay-" + this.loop.port(), 0, false);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Starts a relay. Redis need not run yet: until it does, connections are closed.
     * @param host name or address of the server
     * @param port port of the server
     * @return the relay, without faults
     * @throws IllegalArgumentException if the host is not known
     * @throws UncheckedIOException if no port could be opened
     */
    public static RedisRelay to(String host, int port) {
        return to(host, port, 0);
    }

    static RedisRelay to(String host, int port, int ownPort) {
        InetSocketAddress target = new InetSocketAddress(host, port);
        if (target.isUnresolved()) {
            throw new IllegalArgumentException("Redis relay: the host '" + host + "' is not known. Use an address.");
        }
        try {
            return new RedisRelay(target, ownPort);
        }
        catch (IOException ex) {
            throw new UncheckedIOException("Redis relay: could not listen on " + HOST + ":" + ownPort, ex);
        }
    }

    /**
     * Address to connect to in place of the server's.
     * @return always 127.0.0.1
     */
    public String host() {
        return HOST;
    }

    /**
     * Port to connect to in place of the server's.
     * @return the port
     */
    public int port() {
        return this.loop.port();
    }

    /**
     * URL to connect to in place of the server's, for {@code spring.data.redis.url}. Has
     * no user, password or database: with those, set host and port.
     * @return the URL
     */
    public String url() {
        return "redis://" + host() + ":" + port();
    }

    /**
     * Closes the connections and each new one as soon as it is on the path.
     * @param paths what to cut, none for both
     */
    public void cut(Path... paths) {
        Set<Path> chosen = chosen(paths);
        run(() -> {
            this.loop.faults().change(chosen, PathFaults::refuse);
            this.loop.cut(chosen);
        });
    }

    /**
     * Leaves the connections alone and closes each new one as soon as it is on the path.
     * @param paths what to refuse, none for both
     */
    public void refuse(Path... paths) {
        change(PathFaults::refuse, paths);
    }

    /**
     * Closes the connections once. New ones are served.
     * @param paths what to close, none for both
     */
    public void disconnect(Path... paths) {
        Set<Path> chosen = chosen(paths);
        run(() -> this.loop.closeIf((connection) -> {
            Path path = connection.path();
            return (path != null) ? chosen.contains(path) : chosen.size() == Path.values().length;
        }));
    }

    /**
     * Delivers everything later by this time, in order and in both directions, also what
     * is under way already. A further call replaces the time.
     * @param time zero for no delay
     * @param paths what to delay, none for both
     */
    public void delay(Duration time, Path... paths) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("Redis relay: the delay " + time + " is negative");
        }
        long nanos = time.toNanos();
        change((faults) -> faults.delay(nanos), paths);
    }

    /**
     * Delivers nothing any more, in both directions, not even the end of a connection: it
     * looks connected to both sides. What was sent meanwhile is delivered once healed.
     * @param paths what to freeze, none for both
     */
    public void freeze(Path... paths) {
        change(PathFaults::freeze, paths);
    }

    /**
     * Loses what the server sends from now on. On a subscription these are whole
     * messages, while replies pass and the stream stays well-formed. On the data path all
     * bytes are lost; since a stream with a gap is of no use, connections that lost some
     * are closed when the path is healed. A message counts as lost when the relay has
     * read it: wait for {@link #droppedMessages()} before you heal.
     * @param paths what to drop, none for both
     */
    public void drop(Path... paths) {
        change(PathFaults::drop, paths);
    }

    /**
     * Limits the rate of each connection and direction. A further call replaces it.
     * @param bytesPerSecond the rate, at least 1
     * @param paths what to throttle, none for both
     */
    public void throttle(long bytesPerSecond, Path... paths) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("Redis relay: the rate must be at least 1 byte per second, not "
                    + bytesPerSecond + ". Use freeze() to deliver nothing.");
        }
        change((faults) -> faults.throttle(bytesPerSecond), paths);
    }

    /**
     * Ends all faults. What was held back is delivered at once.
     * @param paths what to heal, none for both
     */
    public void heal(Path... paths) {
        Set<Path> chosen = chosen(paths);
        run(() -> {
            this.loop.faults().change(chosen, (faults) -> PathFaults.NONE);
            this.loop.closeIf(
                    (connection) -> connection.isDamaged() && !this.loop.faults().of(connection.path()).dropping());
        });
    }

    /**
     * Connections that are open now, those without a path included.
     * @return how many
     */
    public int openConnections() {
        return this.counters.open.get();
    }

    /**
     * Connections that are open now and on the path.
     * @param path the path
     * @return how many
     */
    public int openConnections(Path path) {
        return this.counters.connections(path).get();
    }

    /**
     * Connections accepted so far.
     * @return how many
     */
    public long acceptedConnections() {
        return this.counters.accepted.get();
    }

    /**
     * Connections closed so far because new ones were refused.
     * @return how many
     */
    public long refusedConnections() {
        return this.counters.refused.get();
    }

    /**
     * Bytes delivered to the server so far.
     * @return how many
     */
    public long bytesToServer() {
        return this.counters.bytesToServer.get();
    }

    /**
     * Bytes delivered to clients so far.
     * @return how many
     */
    public long bytesToClients() {
        return this.counters.bytesToClients.get();
    }

    /**
     * Bytes from the server that were dropped so far, on both paths.
     * @return how many
     */
    public long droppedBytes() {
        return this.counters.droppedBytes.get();
    }

    /**
     * Messages to subscriptions that were dropped so far.
     * @return how many
     */
    public long droppedMessages() {
        return this.counters.droppedMessages.get();
    }

    /**
     * Closes all connections and the port and ends the thread. A further call does
     * nothing.
     */
    @Override
    public void close() {
        this.loop.stop();
        boolean interrupted = false;
        while (this.thread.isAlive()) {
            try {
                this.thread.join();
            }
            catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "RedisRelay[" + host() + ":" + port() + " to " + this.target + "]";
    }

    private void change(UnaryOperator<PathFaults> change, Path... paths) {
        Set<Path> chosen = chosen(paths);
        run(() -> this.loop.faults().change(chosen, change));
    }

    private static Set<Path> chosen(Path... paths) {
        return (paths.length == 0) ? EnumSet.allOf(Path.class) : EnumSet.copyOf(Set.of(paths));
    }

    private void run(Runnable operation) {
        FutureTask<@Nullable Void> task = new FutureTask<>(operation, null);
        this.loop.submit(task);
        try {
            task.get();
        }
        catch (CancellationException ex) {
            throw new IllegalStateException(this + " is closed", ex);
        }
        catch (ExecutionException ex) {
            throw new IllegalStateException(this + " failed", ex.getCause());
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(this + ": interrupted while a fault was set", ex);
        }
    }

    /**
     * What a connection to Redis is used for.
     *
     * @since 0.1.0
     */
    public enum Path {

        /** Connections with commands: reads, writes, scripts. */
        DATA,

        /** Connections that subscribed: messages about invalidations. */
        SUBSCRIPTION

    }

}
