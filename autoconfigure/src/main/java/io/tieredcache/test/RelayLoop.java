package io.tieredcache.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.tieredcache.test.RedisRelay.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a relay: accepts, moves bytes, keeps the time, and runs the changes
 * of faults, so that nothing of it needs a lock.
 */
final class RelayLoop implements Runnable {

    private static final int MOST_CONNECTIONS = 1024;

    private static final int BUFFER_SIZE = 64 * 1024;

    private final InetSocketAddress target;

    private final RelayCounters counters;

    private final FaultTable faults = new FaultTable();

    private final Selector selector;

    private final ServerSocketChannel acceptor;

    private final int port;

    private final Set<RelayConnection> connections = new LinkedHashSet<>();

    private final Queue<FutureTask<?>> tasks = new ConcurrentLinkedQueue<>();

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);

    private volatile boolean stopping;

    private volatile boolean stopped;

    RelayLoop(InetSocketAddress target, InetSocketAddress address, RelayCounters counters) throws IOException {
        this.target = target;
        this.counters = counters;
        this.selector = Selector.open();
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.bind(address);
            channel.configureBlocking(false);
            channel.register(this.selector, SelectionKey.OP_ACCEPT);
            this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        }
        catch (IOException ex) {
            if (channel != null) {
                channel.close();
            }
            this.selector.close();
            throw ex;
        }
        this.acceptor = channel;
    }

    int port() {
        return this.port;
    }

    FaultTable faults() {
        return this.faults;
    }

    /** Runs the task on the relay's thread once. It is cancelled if the relay stops. */
    void submit(FutureTask<?> task) {
        this.tasks.add(task);
        this.selector.wakeup();
        if (this.stopped) {
            cancelTasks();
        }
    }

    void stop() {
        this.stopping = true;
        this.selector.wakeup();
    }

    /** Closes the connections that match. Called by tasks. */
    void closeIf(Predicate<RelayConnection> predicate) {
        this.connections.stream().filter(predicate).forEach(RelayConnection::close);
    }

    /** Closes connections on the paths, and those that could enter no path. */
    void cut(Set<Path> paths) {
        boolean noPathLeft = this.faults.of(null).refusing();
        closeIf((connection) -> {
            Path path = connection.path();
            return (path != null) ? paths.contains(path) : noPathLeft;
        });
    }

    @Override
    public void run() {
        try {
            while (!this.stopping) {
                turn();
            }
        }
        catch (IOException ex) {
            throw new IllegalStateException("The relay to " + this.target + " stopped", ex);
        }
        finally {
            release();
        }
    }

    private void turn() throws IOException {
        long wait = proceed();
        if (wait == Pipe.NEVER) {
            this.selector.select();
        }
        else {
            this.selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
        }
        // What has arrived already is under the faults of before.
        for (SelectionKey key : this.selector.selectedKeys()) {
            handle(key);
        }
        this.selector.selectedKeys().clear();
        FutureTask<?> task = this.tasks.poll();
        while (task != null) {
            task.run();
            task = this.tasks.poll();
        }
    }

    private long proceed() {
        long now = System.nanoTime();
        long wait = Pipe.NEVER;
        for (RelayConnection connection : List.copyOf(this.connections)) {
            connection.proceed(now);
            if (connection.isClosed()) {
                this.connections.remove(connection);
            }
            else {
                wait = Math.min(wait, connection.waitNanos(now));
            }
        }
        return wait;
    }

    private void handle(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof RelayConnection connection) {
            connection.ready(key, this.buffer);
        }
        else {
            accept();
        }
    }

    private void accept() throws IOException {
        SocketChannel client = this.acceptor.accept();
        if (client == null) {
            return;
        }
        if (this.faults.of(null).refusing() || this.counters.open.get() >= MOST_CONNECTIONS) {
            this.counters.refused.incrementAndGet();
            RelayConnection.closeQuietly(client);
            return;
        }
        this.counters.accepted.incrementAndGet();
        SocketChannel server = null;
        try {
            prepare(client);
            server = SocketChannel.open();
            prepare(server);
            server.connect(this.target);
            this.connections.add(new RelayConnection(client, server, this.selector, this.faults, this.counters));
        }
        catch (IOException ex) {
            RelayConnection.closeQuietly(client);
            closeIfOpened(server);
        }
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private static void closeIfOpened(@Nullable SocketChannel channel) {
        if (channel != null) {
            RelayConnection.closeQuietly(channel);
        }
    }

    private void release() {
        new ArrayList<>(this.connections).forEach(RelayConnection::close);
        try {
            this.acceptor.close();
            // A closed channel keeps its file descriptor until the selector forgets it.
            this.selector.selectNow();
            this.selector.close();
        }
        catch (IOException ex) {
            throw new IllegalStateException("The relay to " + this.target + " could not release its sockets", ex);
        }
        finally {
            this.stopped = true;
            cancelTasks();
        }
    }

    private void cancelTasks() {
        FutureTask<?> task = this.tasks.poll();
        while (task != null) {
            task.cancel(false);
            task = this.tasks.poll();
        }
    }

}
