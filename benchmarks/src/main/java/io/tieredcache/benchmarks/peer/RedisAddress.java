package io.tieredcache.benchmarks.peer;

/**
 * Where the Redis of the run is. The process that starts it tells those that measure.
 */
public final class RedisAddress {

    /** The property by which a process is told the port. */
    public static final String PORT_PROPERTY = "benchmarks.redis.port";

    /** The loopback address. */
    public static final String HOST = "127.0.0.1";

    private RedisAddress() {
    }

    /**
     * The port.
     * @return the port
     */
    public static int port() {
        Integer port = Integer.getInteger(PORT_PROPERTY);
        if (port == null) {
            throw new IllegalStateException(
                    "The property '%s' is not set. Start the benchmarks by their main class".formatted(PORT_PROPERTY));
        }
        return port;
    }

    static String uri() {
        return "redis://" + HOST + ":" + port();
    }

}
