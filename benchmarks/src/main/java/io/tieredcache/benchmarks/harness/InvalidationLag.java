package io.tieredcache.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.InvalidationListener;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.benchmarks.Form;
import io.tieredcache.benchmarks.Run;
import io.tieredcache.benchmarks.Section;
import io.tieredcache.benchmarks.peer.Contexts;
import io.tieredcache.benchmarks.peer.ListeningApplication;
import io.tieredcache.benchmarks.peer.RedisAddress;
import io.tieredcache.benchmarks.peer.TieredApplication;
import io.tieredcache.benchmarks.report.Page;
import io.tieredcache.benchmarks.report.Samples;

/**
 * Time from the call that evicts a key in one instance to its effect in L1 of another,
 * beside a plain message on a channel of Redis. One thread sends at a given rate and
 * waits for Redis each time; messages arrive in the order in which they were sent.
 */
public final class InvalidationLag implements Section {

    private static final int WARMUP = 2_000;

    private static final String CHANNEL = "plain";

    @Override
    public String name() {
        return "lag";
    }

    @Override
    public void run(Run run, Page page) throws Exception {
        int seconds = (run.form() == Form.FULL) ? 20 : 5;
        List<List<String>> rows = new ArrayList<>();
        for (int rate : new int[] { 100, 5_000 }) {
            rows.add(plain(run, rate, seconds));
            rows.add(tiered(rate, seconds));
        }
        page.heading("From the eviction in one instance to its effect in another");
        page.table(List.of("", "asked for per second", "sent per second", "p50 µs", "p99 µs", "max µs"), rows);
    }

    private static List<String> tiered(int rate, int seconds) throws Exception {
        Arrivals arrivals = new Arrivals(WARMUP + rate * seconds);
        InvalidationListener listener = (applied) -> arrivals.next();
        try (ConfigurableApplicationContext sender = Contexts.start(TieredApplication.class);
                ConfigurableApplicationContext receiver = ListeningApplication.start(listener)) {
            TieredCache cache = Objects.requireNonNull(sender.getBean(TieredCacheManager.class).getCache("evicted"));
            Objects.requireNonNull(receiver.getBean(TieredCacheManager.class).getCache("evicted"));
            return measure("`evict` of this library", rate, arrivals, (i) -> cache.evict((long) i));
        }
    }

    private static List<String> plain(Run run, int rate, int seconds) throws Exception {
        Arrivals arrivals = new Arrivals(WARMUP + rate * seconds);
        try (RedisClient client = RedisClient.create(RedisURI.create(RedisAddress.HOST, RedisAddress.port()));
                StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub()) {
            connection.addListener(new RedisPubSubAdapter<>() {

                @Override
                public void message(String channel, String message) {
                    arrivals.next();
                }

            });
            connection.sync().subscribe(CHANNEL);
            return measure("PUBLISH", rate, arrivals,
                    (i) -> run.redis().connection().sync().publish(CHANNEL, String.valueOf(i)));
        }
    }

    private static List<String> measure(String label, int rate, Arrivals arrivals, IntConsumer send)
            throws InterruptedException {
        for (int i = 0; i < WARMUP; i++) {
            arrivals.send(i, send);
        }
        int sent = arrivals.size() - WARMUP;
        long begun = System.nanoTime();
        for (int i = 0; i < sent; i++) {
            long due = begun + (long) (i * 1e9 / rate);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            arrivals.send(WARMUP + i, send);
        }
        double perSecond = sent / ((System.nanoTime() - begun) / 1e9);
        Samples lags = arrivals.lagsFrom(WARMUP);
        return List.of(label, String.valueOf(rate), Page.number(perSecond), Page.number(lags.percentile(50)),
                Page.number(lags.percentile(99)), Page.number(lags.max()));
    }

    /**
     * When messages were sent and when they arrived.
     */
    private static final class Arrivals {

        private static final long LONGEST_WAIT_NANOS = 10_000_000_000L;

        private final long[] sent;

        private final long[] arrived;

        private final AtomicInteger count = new AtomicInteger();

        Arrivals(int size) {
            this.sent = new long[size];
            this.arrived = new long[size];
        }

        int size() {
            return this.sent.length;
        }

        void send(int index, IntConsumer send) {
            this.sent[index] = System.nanoTime();
            send.accept(index);
        }

        void next() {
            long now = System.nanoTime();
            int index = this.count.get();
            if (index < this.arrived.length) {
                this.arrived[index] = now;
                this.count.set(index + 1);
            }
        }

        Samples lagsFrom(int first) throws InterruptedException {
            long end = System.nanoTime() + LONGEST_WAIT_NANOS;
            while (this.count.get() < size()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "Only %d of %d messages arrived".formatted(this.count.get(), size()));
                }
                Thread.sleep(10);
            }
            double[] micros = new double[size() - first];
            for (int i = 0; i < micros.length; i++) {
                micros[i] = (this.arrived[first + i] - this.sent[first + i]) / 1e3;
            }
            return new Samples(micros);
        }

    }

}
