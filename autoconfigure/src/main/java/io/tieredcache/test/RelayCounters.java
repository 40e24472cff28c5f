package io.tieredcache.test;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a relay has seen. Written by the relay's thread.
 */
final class RelayCounters {

    final AtomicLong accepted = new AtomicLong();

    final AtomicLong refused = new AtomicLong();

    final AtomicInteger open = new AtomicInteger();

    final AtomicInteger dataConnections = new AtomicInteger();

    final AtomicInteger subscriptions = new AtomicInteger();

    final AtomicLong bytesToServer = new AtomicLong();

    final AtomicLong bytesToClients = new AtomicLong();

    final AtomicLong droppedBytes = new AtomicLong();

    final AtomicLong droppedMessages = new AtomicLong();

    AtomicInteger connections(RedisRelay.Path path) {
        return (path == RedisRelay.Path.DATA) ? this.dataConnections : this.subscriptions;
    }

}
