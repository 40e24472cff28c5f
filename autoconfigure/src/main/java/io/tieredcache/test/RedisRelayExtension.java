package io.tieredcache.test;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A {@link RedisRelay} for the tests of a class, for a static field with
 * {@code @RegisterExtension}. It is healed after each test and closed after the last one.
 * If it is used by another class then, it starts again on the same port, so that a Spring
 * context kept for that class finds it. A parameter of type {@link RedisRelay} is
 * resolved to it.
 * <p>
 * Tests of one relay must not run in parallel: they would share its faults.
 *
 * @since 0.1.0
 */
public final class RedisRelayExtension
        implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final Supplier<InetSocketAddress> target;

    private @Nullable RedisRelay relay;

    private int lastPort;

    /** Classes under way: nested ones come within the outer one. */
    private int depth;

    private RedisRelayExtension(Supplier<InetSocketAddress> target) {
        this.target = target;
    }

    /**
     * A relay to a server.
     * @param host name or address of the server
     * @param port port of the server
     * @return the extension
     */
    public static RedisRelayExtension to(String host, int port) {
        return to(() -> new InetSocketAddress(host, port));
    }

    /**
     * A relay to a server whose address is known only later, as that of a container.
     * @param target gives host and port; asked when the relay starts, which is when the
     * first test of the class or the first property asks for it
     * @return the extension
     */
    public static RedisRelayExtension to(Supplier<InetSocketAddress> target) {
        return new RedisRelayExtension(target);
    }

    /**
     * The relay, started if need be.
     * @return the relay
     */
    public synchronized RedisRelay relay() {
        RedisRelay current = this.relay;
        if (current == null) {
            InetSocketAddress address = this.target.get();
            current = RedisRelay.to(address.getHostString(), address.getPort(), this.lastPort);
            this.relay = current;
            this.lastPort = current.port();
        }
        return current;
    }

    /**
     * Host of the relay, for {@code spring.data.redis.host}.
     * @return always 127.0.0.1
     */
    public String host() {
        return relay().host();
    }

    /**
     * Port of the relay, for {@code spring.data.redis.port}.
     * @return the port
     */
    public int port() {
        return relay().port();
    }

    /**
     * URL of the relay, for {@code spring.data.redis.url}.
     * @return the URL, without user, password and database
     */
    public String url() {
        return relay().url();
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        this.depth++;
        relay();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        relay().heal();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        this.depth--;
        if (this.depth <= 0 && this.relay != null) {
            this.relay.close();
            this.relay = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RedisRelay.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return relay();
    }

}
