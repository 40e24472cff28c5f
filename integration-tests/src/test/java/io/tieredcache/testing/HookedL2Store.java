package io.tieredcache.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Store;
import io.tieredcache.store.LeaseAnswer;
import io.tieredcache.store.LeaseClaim;
import io.tieredcache.store.PutOutcome;
import io.tieredcache.store.PutRequest;

/**
 * An L2 store that lets a test stop at the points before and after each step in Redis. A
 * step with a hook runs on a thread of its own, so that a hook may block as long as the
 * test wants.
 */
public final class HookedL2Store implements L2Store {

    private final L2Store target;

    private final Map<Step, Runnable> before = new ConcurrentHashMap<>();

    private final Map<Step, Runnable> after = new ConcurrentHashMap<>();

    private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
        Thread thread = new Thread(task, "hooked-l2");
        thread.setDaemon(true);
        return thread;
    });

    private volatile boolean failing;

    private volatile boolean storingAlways;

    private volatile Predicate<Collection<String>> refused = (names) -> false;

    /**
     * Create a store.
     * @param target the store on Redis
     */
    public HookedL2Store(L2Store target) {
        this.target = target;
    }

    /**
     * The steps.
     */
    public enum Step {

        READ, READ_FENCES, ENSURE_FENCES, LEASE, ACQUIRE, EXTEND, RELEASE, STORE, RENEW, PUT, REPLACE, INVALIDATE, HOLD,
        END_HOLD, ANNOUNCE, RELAY

    }

    /**
     * Runs something once before the next such step is sent to Redis.
     */
    public void before(Step step, Runnable hook) {
        this.before.put(step, hook);
    }

    /**
     * Runs something once after Redis answered the next such step, before the library
     * sees the answer.
     */
    public void after(Step step, Runnable hook) {
        this.after.put(step, hook);
    }

    /**
     * Forgets the hooks that no step came to.
     */
    public void clearHooks() {
        this.before.clear();
        this.after.clear();
    }

    /**
     * Whether every step fails as if Redis were away.
     */
    public void failing(boolean failing) {
        this.failing = failing;
    }

    /**
     * Lets invalidations fail by themselves, as if one part of Redis were away.
     * @param refused told the names of all keys and fences of each that is sent
     */
    public void refusing(Predicate<Collection<String>> refused) {
        this.refused = refused;
    }

    /**
     * Whether loads store whatever became of their lease: a guard switched off.
     */
    public void storingAlways(boolean storingAlways) {
        this.storingAlways = storingAlways;
    }

    private <T extends @Nullable Object> CompletableFuture<T> run(Step step, Supplier<CompletableFuture<T>> command) {
        if (this.failing) {
            return CompletableFuture.failedFuture(new L2UnavailableException("switched off by the test", null));
        }
        Runnable first = this.before.remove(step);
        Runnable last = this.after.remove(step);
        if (first == null && last == null) {
            return command.get();
        }
        return CompletableFuture.supplyAsync(() -> {
            if (first != null) {
                first.run();
            }
            T answer = join(command.get());
            if (last != null) {
                last.run();
            }
            return answer;
        }, this.executor)
            .exceptionallyCompose((ex) -> CompletableFuture
                .failedFuture((ex.getCause() instanceof L2UnavailableException unavailable) ? unavailable : ex));
    }

    private static <T extends @Nullable Object> T join(CompletableFuture<T> future) {
        try {
            return future.get();
        }
        catch (ExecutionException ex) {
            if (ex.getCause() instanceof L2UnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException(ex.getCause());
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public CompletableFuture<byte @Nullable []> read(EntryKey key, int limit) {
        return run(Step.READ, () -> this.target.read(key, limit));
    }

    @Override
    public L2Guard guard(String store) {
        return this.target.guard(store);
    }

    @Override
    public CompletableFuture<byte @Nullable []> readAnywhere(EntryKey key, int limit,
            Predicate<byte @Nullable []> counts) {
        return run(Step.READ, () -> this.target.readAnywhere(key, limit, counts));
    }

    @Override
    public CompletableFuture<Long> leaseLeft(EntryKey key) {
        return this.target.leaseLeft(key);
    }

    @Override
    public CompletableFuture<FenceReadings> readFences(Collection<String> fences) {
        return run(Step.READ_FENCES, () -> this.target.readFences(fences));
    }

    @Override
    public CompletableFuture<FenceReadings> ensureFences(KeptFences fences) {
        return run(Step.ENSURE_FENCES, () -> this.target.ensureFences(fences));
    }

    @Override
    public CompletableFuture<FenceReadings> lease(EntryKey key, String token, Duration leaseTime, KeptFences fences) {
        return run(Step.LEASE, () -> this.target.lease(key, token, leaseTime, fences));
    }

    @Override
    public CompletableFuture<LeaseAnswer> acquire(EntryKey key, LeaseClaim claim, Duration leaseTime,
            KeptFences fences) {
        return run(Step.ACQUIRE, () -> this.target.acquire(key, claim, leaseTime, fences));
    }

    @Override
    public CompletableFuture<Boolean> extend(EntryKey key, String token, Duration leaseTime) {
        return run(Step.EXTEND, () -> this.target.extend(key, token, leaseTime));
    }

    @Override
    public CompletableFuture<Boolean> release(EntryKey key, String token, Duration closed) {
        return run(Step.RELEASE, () -> this.target.release(key, token, closed));
    }

    @Override
    public CompletableFuture<Boolean> renew(EntryKey key, String token, byte[] expected, byte[] head, Duration ttl) {
        return run(Step.RENEW, () -> this.target.renew(key, token, expected, head, ttl));
    }

    @Override
    public CompletableFuture<Boolean> store(EntryKey key, String token, byte[] entry, Duration ttl) {
        return run(Step.STORE,
                () -> this.storingAlways
                        ? this.target.lease(key, token, ttl, new KeptFences(List.of(), ttl))
                            .thenCompose((taken) -> this.target.store(key, token, entry, ttl))
                        : this.target.store(key, token, entry, ttl));
    }

    @Override
    public CompletableFuture<PutOutcome> put(EntryKey key, PutRequest put) {
        return run(Step.PUT, () -> this.target.put(key, put));
    }

    @Override
    public CompletableFuture<Boolean> replace(EntryKey key, byte @Nullable [] expected, byte[] entry, Duration ttl) {
        return run(Step.REPLACE, () -> this.target.replace(key, expected, entry, ttl));
    }

    @Override
    public CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        List<String> names = new ArrayList<>(fences);
        keys.forEach((key) -> names.add(key.name()));
        if (this.refused.test(names)) {
            return CompletableFuture.failedFuture(new L2UnavailableException("refused by the test", null));
        }
        return run(Step.INVALIDATE, () -> this.target.invalidate(keys, fences, expiring, eventTimes));
    }

    @Override
    public CompletableFuture<HeldLease> leaseUnlessHeld(EntryKey key, String token, Duration leaseTime,
            KeptFences fences) {
        return run(Step.LEASE, () -> this.target.leaseUnlessHeld(key, token, leaseTime, fences));
    }

    @Override
    public CompletableFuture<Long> hold(Collection<EntryKey> keys, Collection<String> fences, String token,
            Duration life) {
        return run(Step.HOLD, () -> this.target.hold(keys, fences, token, life));
    }

    @Override
    public CompletableFuture<Boolean> endHold(Collection<EntryKey> keys, Collection<String> fences, String token) {
        return run(Step.END_HOLD, () -> this.target.endHold(keys, fences, token));
    }

    @Override
    public CompletableFuture<Long> relay(Collection<EntryKey> keys, Collection<String> fences, boolean expiring) {
        return run(Step.RELAY, () -> this.target.relay(keys, fences, expiring));
    }

    @Override
    public CompletableFuture<Long> announce(EntryKey key, Collection<String> fences) {
        return run(Step.ANNOUNCE, () -> this.target.announce(key, fences));
    }

}
