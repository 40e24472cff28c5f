package io.tieredcache.test;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A connection that sends exactly the bytes it is told.
 */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE = (int) Duration.ofSeconds(30).toMillis();

    private final Socket socket;

    private final InputStream input;

    RawClient(RedisRelay relay) {
        try {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), relay.port());
            this.socket.setTcpNoDelay(true);
            this.socket.setSoTimeout(PATIENCE);
            this.input = new BufferedInputStream(this.socket.getInputStream());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Sends a command as an array of strings. */
    RawClient send(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return sendRaw(command.toString());
    }

    RawClient sendRaw(String bytes) {
        try {
            this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            return this;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Sends a command and returns the first line of its reply. */
    String ask(String... words) {
        return send(words).line();
    }

    /** Returns the next line, without its end. */
    String line() {
        try {
            StringBuilder line = new StringBuilder();
            for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
                if (next < 0) {
                    return "closed";
                }
                line.append((char) next);
            }
            return line.toString().stripTrailing();
        }
        catch (SocketTimeoutException ex) {
            return "silent";
        }
        catch (IOException ex) {
            return "closed";
        }
    }

    /** Returns the next lines, joined by spaces. */
    String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(i > 0 ? " " : "").append(line());
        }
        return lines.toString();
    }

    /** Whether nothing arrives for a moment. */
    boolean isSilent(Duration moment) {
        try {
            this.socket.setSoTimeout((int) moment.toMillis());
            try {
                return line().equals("silent");
            }
            finally {
                this.socket.setSoTimeout(PATIENCE);
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        try {
            this.socket.close();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
