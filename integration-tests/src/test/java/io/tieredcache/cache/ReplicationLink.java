package io.tieredcache.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a primary and its replica, and holds back what the primary sends. Both
 * go on to take each other for connected.
 */
final class ReplicationLink implements AutoCloseable {

    private final int primaryPort;

    private final ServerSocket server;

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private boolean held;

    ReplicationLink(int primaryPort) {
        this.primaryPort = primaryPort;
        try {
            this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        }
        catch (IOException ex) {
            throw new IllegalStateException("No free port", ex);
        }
        start(this::accept);
    }

    int port() {
        return this.server.getLocalPort();
    }

    synchronized void hold(boolean held) {
        this.held = held;
        notifyAll();
    }

    private synchronized void pass() throws InterruptedException {
        while (this.held) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket replica = this.server.accept();
                Socket primary = new Socket(InetAddress.getLoopbackAddress(), this.primaryPort);
                this.sockets.addAll(List.of(replica, primary));
                start(() -> pump(primary, replica, true));
                start(() -> pump(replica, primary, false));
            }
        }
        catch (IOException ex) {
            close();
        }
    }

    private void pump(Socket from, Socket to, boolean mayBeHeld) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            int length = in.read(buffer);
            while (length > 0) {
                if (mayBeHeld) {
                    pass();
                }
                out.write(buffer, 0, length);
                length = in.read(buffer);
            }
        }
        catch (IOException ex) {
            // The link is closed.
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "replication-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        hold(false);
        try {
            this.server.close();
            for (Socket socket : this.sockets) {
                socket.close();
            }
        }
        catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
