package io.tieredcache.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Takes TLS connections and passes what they carry to a Redis server that knows no TLS.
 * The key is made by the JDK's {@code keytool}.
 */
public final class TlsRelay implements AutoCloseable {

    /** Password of the key store. */
    public static final String PASSWORD = "relay-password";

    private final Path directory;

    private final SSLServerSocket socket;

    private final int target;

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * Start a relay.
     * @param target the server's port
     */
    public TlsRelay(int target) {
        this.target = target;
        try {
            this.directory = Files.createTempDirectory("tls-relay");
            makeKey();
            this.socket = (SSLServerSocket) context().getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        }
        catch (IOException | GeneralSecurityException ex) {
            throw new IllegalStateException("No TLS relay", ex);
        }
        start(this::accept);
    }

    private void makeKey() throws IOException {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "relay", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                "san=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12", "-keystore", keyStore().toString(),
                "-storepass", PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(this.directory.resolve("keytool.log").toFile())
            .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed: " + Files.readString(this.directory.resolve("keytool.log")));
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IOException(ex);
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /**
     * Return the store that holds the key and its certificate, which clients may trust.
     * @return a PKCS #12 file
     */
    public Path keyStore() {
        return this.directory.resolve("relay.p12");
    }

    public int port() {
        return this.socket.getLocalPort();
    }

    private void accept() {
        while (!this.socket.isClosed()) {
            try {
                Socket client = this.socket.accept();
                this.open.add(client);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
                this.open.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                start(() -> pass(client, server));
                start(() -> pass(server, client));
            }
            catch (IOException ex) {
                // The relay is closed, or the server is away: the client sees that.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count;
            while ((count = in.read(buffer)) >= 0) {
                out.write(buffer, 0, count);
                out.flush();
            }
        }
        catch (IOException ex) {
            // One side is gone, and closing the other says so.
        }
        finally {
            this.open.remove(from);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tls-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            this.socket.close();
            for (Socket each : this.open) {
                each.close();
            }
        }
        catch (IOException ex) {
            throw new IllegalStateException("The relay does not close", ex);
        }
        Directories.delete(this.directory);
    }

}
