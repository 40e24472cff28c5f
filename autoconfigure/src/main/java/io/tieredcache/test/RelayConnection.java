package io.tieredcache.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;

import io.tieredcache.test.RedisRelay.Path;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection and its counterpart to the server. Used by the relay's thread
 * only.
 * <p>
 * It is on neither path until its first command that is no greeting. One that subscribes
 * is a subscription from then on.
 */
final class RelayConnection {

    private static final Set<String> GREETINGS = Set.of("HELLO", "AUTH", "CLIENT", "SELECT", "READONLY");

    private static final Set<String> SUBSCRIBING = Set.of("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE");

    private static final Set<String> MESSAGES = Set.of("MESSAGE", "PMESSAGE", "SMESSAGE");

    private final SocketChannel client;

    private final SocketChannel server;

    private final SelectionKey clientKey;

    private final SelectionKey serverKey;

    private final FaultTable faults;

    private final RelayCounters counters;

    private final Pipe toServer;

    private final Pipe toClient;

    private final RespFrames commands = new RespFrames();

    private final RespFrames replies = new RespFrames();

    /** The beginning of a reply whose name is not known yet. */
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    private @Nullable Path path;

    private long commandCount;

    private boolean droppingFrame;

    private boolean damaged;

    private boolean closed;

    RelayConnection(SocketChannel client, SocketChannel server, Selector selector, FaultTable faults,
            RelayCounters counters) throws IOException {
        this.client = client;
        this.server = server;
        this.faults = faults;
        this.counters = counters;
        this.toServer = new Pipe(server, counters.bytesToServer);
        this.toClient = new Pipe(client, counters.bytesToClients);
        this.clientKey = client.register(selector, SelectionKey.OP_READ, this);
        this.serverKey = server.register(selector,
                server.isConnected() ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        counters.open.incrementAndGet();
    }

    @Nullable Path path() {
        return this.path;
    }

    boolean isClosed() {
        return this.closed;
    }

    /** Whether bytes of a reply were lost, so that the client waits for them for ever. */
    boolean isDamaged() {
        return this.damaged;
    }

    /** Does what the selector has found to be possible. */
    void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable()) {
                this.server.finishConnect();
            }
            if (key.isReadable()) {
                read(key, buffer);
            }
            deliver(System.nanoTime());
        }
        catch (IOException ex) {
            close();
        }
    }

    /** Delivers what is due. */
    void proceed(long now) {
        try {
            deliver(now);
        }
        catch (IOException ex) {
            close();
        }
    }

    long waitNanos(long now) {
        PathFaults current = this.faults.of(this.path);
        return Math.min(this.toServer.waitNanos(current, now), this.toClient.waitNanos(current, now));
    }

    void close() {
        if (!this.closed) {
            this.closed = true;
            this.counters.open.decrementAndGet();
            if (this.path != null) {
                this.counters.connections(this.path).decrementAndGet();
            }
            closeQuietly(this.client);
            closeQuietly(this.server);
        }
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        }
        catch (IOException ex) {
            // Its file descriptor is released all the same.
        }
    }

    private void deliver(long now) throws IOException {
        if (this.closed) {
            return;
        }
        PathFaults current = this.faults.of(this.path);
        this.toServer.deliver(current, now);
        this.toClient.deliver(current, now);
        if (this.toServer.isEndDelivered() && this.toClient.isEndDelivered()) {
            close();
            return;
        }
        this.clientKey.interestOps(interest(this.toServer, this.toClient));
        this.serverKey
            .interestOps(this.server.isConnected() ? interest(this.toClient, this.toServer) : SelectionKey.OP_CONNECT);
    }

    private static int interest(Pipe from, Pipe to) {
        return (from.wantsToRead() ? SelectionKey.OP_READ : 0) | (to.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    private void read(SelectionKey key, ByteBuffer buffer) throws IOException {
        boolean fromClient = key == this.clientKey;
        buffer.clear();
        int length = (fromClient ? this.client : this.server).read(buffer);
        long now = System.nanoTime();
        if (length < 0) {
            (fromClient ? this.toServer : this.toClient).end(now);
            return;
        }
        byte[] bytes = new byte[length];
        buffer.flip().get(bytes);
        if (fromClient) {
            readCommands(bytes, now);
        }
        else {
            readReplies(bytes, now);
        }
    }

    private void readCommands(byte[] bytes, long now) {
        int at = 0;
        while (at < bytes.length) {
            boolean unnamed = this.commands.isBetween() || !this.commands.isNamed();
            at = this.commands.advance(bytes, at, bytes.length);
            if (unnamed && this.commands.isNamed()) {
                see(this.commands.name());
            }
        }
        if (!this.closed) {
            this.toServer.add(bytes, 0, bytes.length, now);
        }
    }

    private void see(String command) {
        // Some clients greet a server without HELLO by a PING.
        boolean greeting = GREETINGS.contains(command) || (this.commandCount == 0 && command.equals("PING"));
        this.commandCount++;
        if (SUBSCRIBING.contains(command)) {
            enter(Path.SUBSCRIPTION);
        }
        else if (this.path == null && !greeting) {
            enter(Path.DATA);
        }
    }

    private void enter(Path entered) {
        if (this.closed || this.path == entered) {
            return;
        }
        if (this.path != null) {
            this.counters.connections(this.path).decrementAndGet();
        }
        this.path = entered;
        this.counters.connections(entered).incrementAndGet();
        if (this.faults.of(entered).refusing()) {
            this.counters.refused.incrementAndGet();
            close();
        }
    }

    private void readReplies(byte[] bytes, long now) {
        boolean dropping = this.faults.of(this.path).dropping();
        if (dropping && (this.path != Path.SUBSCRIPTION || this.replies.isForeign())) {
            this.damaged = true;
            this.counters.droppedBytes.addAndGet(bytes.length);
            return;
        }
        int at = 0;
        while (at < bytes.length) {
            boolean unnamed = this.replies.isBetween() || !this.replies.isNamed();
            int next = this.replies.advance(bytes, at, bytes.length);
            if (!unnamed) {
                pass(bytes, at, next, now);
            }
            else {
                this.held.write(bytes, at, next - at);
                if (this.replies.isNamed()) {
                    passBeginning(dropping && MESSAGES.contains(this.replies.name()), now);
                }
            }
            at = next;
        }
    }

    private void passBeginning(boolean drop, long now) {
        this.droppingFrame = drop;
        if (drop) {
            this.counters.droppedMessages.incrementAndGet();
        }
        byte[] beginning = this.held.toByteArray();
        this.held.reset();
        pass(beginning, 0, beginning.length, now);
    }

    private void pass(byte[] bytes, int from, int to, long now) {
        if (this.droppingFrame) {
            this.counters.droppedBytes.addAndGet(to - from);
        }
        else {
            this.toClient.add(bytes, from, to - from, now);
        }
    }

}
