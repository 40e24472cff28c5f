package io.tieredcache.benchmarks.harness;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;

import io.tieredcache.benchmarks.peer.RedisAddress;

/**
 * Asks Redis again and again on a connection of its own, and knows the longest time that
 * an answer took: how long Redis did nothing for others.
 */
final class LongestPing implements AutoCloseable {

    private final RedisClient client = RedisClient.create(RedisURI.create(RedisAddress.HOST, RedisAddress.port()));

    private final StatefulRedisConnection<String, String> connection = this.client.connect();

    private final Thread thread = new Thread(this::ping, "benchmark-ping");

    private volatile boolean ended;

    private long longest;

    LongestPing() {
        this.thread.setDaemon(true);
        this.thread.start();
    }

    private void ping() {
        while (!this.ended) {
            long begun = System.nanoTime();
            this.connection.sync().ping();
            note(System.nanoTime() - begun);
        }
    }

    private synchronized void note(long nanos) {
        this.longest = Math.max(this.longest, nanos);
    }

    /**
     * Forgets what was measured so far.
     */
    synchronized void reset() {
        this.longest = 0;
    }

    synchronized double longestMillis() {
        return this.longest / 1e6;
    }

    @Override
    public void close() {
        this.ended = true;
        try {
            this.thread.join();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        this.client.shutdown();
    }

}
