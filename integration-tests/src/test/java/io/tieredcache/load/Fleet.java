package io.tieredcache.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.lettuce.core.ScriptOutputType;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestClock;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestTicker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances of one application on one Redis. The test moves their time: that of their
 * tickers and clocks, and what is left of the lives of their keys in Redis. The channel
 * does not notice, since it sends no pulse meanwhile.
 */
final class Fleet implements AutoCloseable {

    static final String CACHE = "values";

    static final String KEY = "one";

    private static final String AGE = """
            for _, key in ipairs(redis.call('KEYS', '*' .. ARGV[1] .. '*')) do
              local left = redis.call('PTTL', key)
              if left >= 0 then
                redis.call('PEXPIRE', key, left - ARGV[2])
              end
            end
            return 1""";

    private static final Duration LONG = Duration.ofHours(2);

    private final String namespace = TestInstance.newNamespace();

    private final TestTicker ticker = new TestTicker();

    private final TestClock clock = new TestClock();

    private final List<TestInstance> instances = new ArrayList<>();

    private final CacheSettingsBuilder settings;

    Fleet(int size, CacheSettingsBuilder settings) {
        this.settings = settings.stalenessBound(LONG);
        for (int i = 0; i < size; i++) {
            join();
        }
    }

    /**
     * Waits, but not for ever.
     */
    static ConditionFactory eventually() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(Gate.PATIENCE);
    }

    /**
     * One more instance.
     */
    TieredCache join() {
        this.instances.add(TestInstance.builder()
            .namespace(this.namespace)
            .defaults(this.settings)
            .ticker(this.ticker)
            .clock(this.clock)
            .pulseInterval(LONG)
            .startLive());
        return cache(this.instances.size() - 1);
    }

    String namespace() {
        return this.namespace;
    }

    TestInstance instance(int index) {
        return this.instances.get(index);
    }

    List<TestInstance> instances() {
        return this.instances;
    }

    TieredCache cache(int index) {
        return instance(index).cache(CACHE);
    }

    List<TieredCache> caches() {
        return this.instances.stream().map((instance) -> instance.cache(CACHE)).toList();
    }

    long count(CacheCounter counter) {
        return caches().stream().mapToLong((cache) -> cache.count(counter)).sum();
    }

    /**
     * Lets time go by for everybody. Redis first: a lease that is to be over by then must
     * not be found by one whose own time is up.
     */
    void advance(Duration time) {
        RedisFixture.shared()
            .<Long>execute((commands) -> commands.eval(AGE, ScriptOutputType.INTEGER, new String[0], this.namespace,
                    Long.toString(time.toMillis())));
        this.clock.advance(time);
        this.ticker.advance(time);
    }

    /**
     * The holder of the key's lease.
     */
    @Nullable String leaseHolder() {
        return RedisFixture.shared().execute((commands) -> {
            List<String> leases = commands.keys("tc:*" + this.namespace + "*:l");
            return leases.isEmpty() ? null : commands.get(leases.get(0));
        });
    }

    /**
     * Waits until nobody has a lease in Redis nor waits for one.
     */
    void awaitNoLeases() {
        eventually().untilAsserted(() -> assertThat(leaseKeys()).isEmpty());
    }

    private List<String> leaseKeys() {
        List<String> keys = RedisFixture.shared().execute((commands) -> commands.keys("tc:*" + this.namespace + "*"));
        return keys.stream().filter(Fleet::isOfLease).toList();
    }

    private static boolean isOfLease(String key) {
        return key.endsWith(":l") || key.endsWith(":w");
    }

    /**
     * Waits until an instance waits for the lease of another.
     */
    void awaitWaiting() {
        eventually().until(() -> RedisFixture.shared()
            .execute((commands) -> !commands.keys("tc:*" + this.namespace + "*:w").isEmpty()));
    }

    /**
     * Waits until so many entries were written to L2, by whomever.
     */
    void awaitFills(long fills) {
        eventually().until(() -> count(CacheCounter.FILL) >= fills);
    }

    /**
     * Calls something on every instance, by so many threads at the same moment.
     * @param callers the number of threads per instance
     * @param call what each does with the cache of its instance
     */
    <T extends @Nullable Object> List<CompletableFuture<T>> callAll(int callers, Call<T> call) {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<T>> answers = new ArrayList<>();
        for (TieredCache cache : caches()) {
            for (int i = 0; i < callers; i++) {
                CompletableFuture<T> answer = new CompletableFuture<>();
                answers.add(answer);
                startCaller(start, answer, () -> call.on(cache));
            }
        }
        start.countDown();
        return answers;
    }

    private static <T extends @Nullable Object> void startCaller(CountDownLatch start, CompletableFuture<T> answer,
            Callable<T> call) {
        Thread thread = new Thread(() -> {
            try {
                start.await();
                answer.complete(call.call());
            }
            catch (Throwable ex) {
                answer.completeExceptionally(ex);
            }
        }, "caller");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        this.instances.forEach(TestInstance::close);
    }

    /**
     * What a caller does.
     */
    interface Call<T extends @Nullable Object> {

        T on(TieredCache cache);

    }

}
