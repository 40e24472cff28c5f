package io.tieredcache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;

import io.tieredcache.EntryVersion;
import io.tieredcache.store.EntryFormat;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Store;
import io.tieredcache.store.LeaseAnswer;
import io.tieredcache.store.LeaseClaim;
import io.tieredcache.store.PutOutcome;
import io.tieredcache.store.PutRequest;

/**
 * Entries, leases and fences in Redis. What must happen in an order is sent in that order
 * over one connection, which is one round trip; on a cluster, where the two steps go to
 * different servers, the second waits for the first.
 */
public final class RedisL2Store implements L2Store {

    private static final byte[] EMPTY = new byte[0];

    /** How much later than now a put of an older version may come. */
    private static final Duration VERSION_OUTLIVES_ENTRY = Duration.ofDays(1);

    private static final byte[] FLAG = RedisKeys.bytes("1");

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final String origin;

    /**
     * Create a store.
     * @param connections the connections
     * @param namespace the namespace
     * @param origin the instance's id
     */
    public RedisL2Store(RedisConnections connections, String namespace, String origin) {
        this.connections = connections;
        this.keys = new RedisKeys(namespace);
        this.origin = origin;
    }

    @Override
    public CompletableFuture<byte @Nullable []> read(EntryKey key, int limit) {
        return Guarded.call(() -> this.connections.commands()
            .getrange(this.keys.entry(key), 0, limit)
            .toCompletableFuture()
            .handle((bytes, failure) -> {
                if (failure == null) {
                    return (bytes == null || bytes.length == 0) ? null : bytes;
                }
                if (Guarded.isOfAnotherType(failure)) {
                    return EMPTY;
                }
                throw RedisConnections.unavailable(failure);
            }));
    }

    @Override
    public CompletableFuture<FenceReadings> readFences(Collection<String> fences) {
        return Guarded.call(() -> this.connections
            .<List<Long>>run(LuaScript.FENCES, ScriptOutputType.MULTI, this.keys.sequenceAnd(fences))
            .thenApply((numbers) -> readings(fences, numbers)));
    }

    @Override
    public CompletableFuture<FenceReadings> ensureFences(KeptFences fences) {
        return Guarded.call(() -> ensureFences(fences, this.connections::run));
    }

    private CompletableFuture<FenceReadings> ensureFences(KeptFences fences, ScriptRun run) {
        long life = fences.life().toMillis();
        CompletableFuture<List<Long>> numbers = run.run(LuaScript.ENSURE, ScriptOutputType.MULTI,
                this.keys.sequenceAnd(fences.names()), number(life), number(2 * life));
        return numbers.thenApply((found) -> readings(fences.names(), found));
    }

    private static FenceReadings readings(Collection<String> fences, List<Long> numbers) {
        Map<String, FenceReadings.Numbers> found = new HashMap<>();
        int i = 1;
        for (String fence : fences) {
            long latest = numbers.get(i++);
            long evicted = numbers.get(i++);
            if (latest >= 0) {
                found.put(fence, new FenceReadings.Numbers(latest, evicted));
            }
        }
        return new FenceReadings(numbers.get(0), found);
    }

    @Override
    public CompletableFuture<FenceReadings> lease(EntryKey key, String token, Duration leaseTime, KeptFences fences) {
        return Guarded.call(() -> {
            CompletableFuture<String> taken = this.connections.commands()
                .set(this.keys.lease(key), RedisKeys.bytes(token), SetArgs.Builder.px(leaseTime.toMillis()))
                .toCompletableFuture();
            return ensureFences(fences).thenCombine(taken, (readings, ok) -> readings);
        });
    }

    @Override
    public CompletableFuture<HeldLease> leaseUnlessHeld(EntryKey key, String token, Duration leaseTime,
            KeptFences fences) {
        return Guarded.call(() -> {
            CompletableFuture<Boolean> taken = this.connections.run(LuaScript.LEASE_UNLESS_HELD,
                    ScriptOutputType.BOOLEAN, new byte[][] { this.keys.lease(key), this.keys.holds(key) },
                    RedisKeys.bytes(token), number(leaseTime.toMillis()));
            // By its text, so that the question for holds cannot overtake it: who places
            // a hold after that question raises the fences above what was read.
            CompletableFuture<FenceReadings> ensured = ensureFences(fences, this.connections::runInOrder);
            return then(ensured, () -> held(fences.names()))
                .thenCombine(ensured, (held, readings) -> new HeldLease(readings, held))
                .thenCombine(taken, (answer, free) -> new HeldLease(answer.readings(), answer.held() || !free));
        });
    }

    private CompletableFuture<Boolean> held(Collection<String> fences) {
        return this.connections.run(LuaScript.HELD, ScriptOutputType.BOOLEAN, fenceHolds(fences));
    }

    @Override
    public CompletableFuture<Long> hold(Collection<EntryKey> keys, Collection<String> fences, String token,
            Duration life) {
        return Guarded.call(() -> {
            List<CompletableFuture<?>> placed = new ArrayList<>();
            for (byte[][] holds : holds(keys, fences)) {
                placed.add(this.connections.runInOrder(LuaScript.HOLD, ScriptOutputType.BOOLEAN, holds,
                        RedisKeys.bytes(token), number(life.toMillis())));
            }
            return then(CompletableFuture.allOf(placed.toArray(CompletableFuture<?>[]::new)),
                    () -> invalidate(keys, fences, false));
        });
    }

    @Override
    public CompletableFuture<Boolean> endHold(Collection<EntryKey> keys, Collection<String> fences, String token) {
        return Guarded.call(() -> {
            CompletableFuture<Boolean> stood = CompletableFuture.completedFuture(true);
            for (byte[][] holds : holds(keys, fences)) {
                stood = stood.thenCombine(this.connections.<Boolean>run(LuaScript.END_HOLD, ScriptOutputType.BOOLEAN,
                        holds, RedisKeys.bytes(token)), (before, now) -> before && now);
            }
            return stood;
        });
    }

    /**
     * The keys of holds, those of one slot together.
     */
    private List<byte[][]> holds(Collection<EntryKey> keys, Collection<String> fences) {
        List<byte[][]> all = new ArrayList<>(keys.size() + 1);
        if (!fences.isEmpty()) {
            all.add(fenceHolds(fences));
        }
        keys.forEach((key) -> all.add(new byte[][] { this.keys.holds(key) }));
        return all;
    }

    private byte[][] fenceHolds(Collection<String> fences) {
        return fences.stream().map(this.keys::holds).toArray(byte[][]::new);
    }

    @Override
    public CompletableFuture<LeaseAnswer> acquire(EntryKey key, LeaseClaim claim, Duration leaseTime,
            KeptFences fences) {
        return Guarded.call(() -> {
            CompletableFuture<List<byte[]>> taken = this.connections.run(LuaScript.ACQUIRE, ScriptOutputType.MULTI,
                    slot(key), RedisKeys.bytes(claim.token()), number(leaseTime.toMillis()),
                    (claim.from() != null) ? RedisKeys.bytes(claim.from()) : EMPTY, claim.waits() ? FLAG : EMPTY,
                    number(claim.headLength() - 1L));
            return ensureFences(fences).thenCombine(taken, RedisL2Store::leaseAnswer);
        });
    }

    private static LeaseAnswer leaseAnswer(FenceReadings readings, List<byte[]> taken) {
        String holder = new String(taken.get(0), StandardCharsets.UTF_8);
        if (holder.isEmpty()) {
            return new LeaseAnswer(readings, null, 0, taken.get(1));
        }
        long left = Long.parseLong(new String(taken.get(1), StandardCharsets.US_ASCII));
        return new LeaseAnswer(readings, holder, left, EMPTY);
    }

    @Override
    public CompletableFuture<Boolean> extend(EntryKey key, String token, Duration leaseTime) {
        return Guarded.call(() -> this.connections.<Boolean>run(LuaScript.EXTEND, ScriptOutputType.BOOLEAN,
                new byte[][] { this.keys.lease(key) }, RedisKeys.bytes(token), number(leaseTime.toMillis())));
    }

    @Override
    public CompletableFuture<Boolean> release(EntryKey key, String token, Duration closed) {
        return Guarded.call(() -> this.connections.<Boolean>run(LuaScript.RELEASE, ScriptOutputType.BOOLEAN,
                new byte[][] { this.keys.lease(key), this.keys.waiters(key) }, RedisKeys.bytes(token),
                number(closed.toMillis()), RedisKeys.bytes(LeaseClaim.NOBODY), this.keys.releases(),
                InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<Boolean> store(EntryKey key, String token, byte[] entry, Duration ttl) {
        return Guarded.call(() -> this.connections.<Boolean>run(LuaScript.STORE, ScriptOutputType.BOOLEAN, slot(key),
                RedisKeys.bytes(token), entry, number(ttl.toMillis()), this.keys.releases(),
                InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<Boolean> renew(EntryKey key, String token, byte[] expected, byte[] head, Duration ttl) {
        return Guarded.call(() -> this.connections.<Boolean>run(LuaScript.RENEW, ScriptOutputType.BOOLEAN, slot(key),
                RedisKeys.bytes(token), expected, head, number(ttl.toMillis()), this.keys.releases(),
                InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<PutOutcome> put(EntryKey key, PutRequest put) {
        return Guarded.call(() -> {
            CompletableFuture<Long> done = this.connections.runInOrder(LuaScript.PUT, ScriptOutputType.INTEGER,
                    new byte[][] { this.keys.entry(key), this.keys.lease(key), this.keys.waiters(key),
                            this.keys.version(key) },
                    RedisKeys.bytes(put.token()), put.entry(), number(put.ttl().toMillis()), this.keys.releases(),
                    InvalidationMessageFormat.release(key), version(put.version()),
                    number(put.ttl().plus(VERSION_OUTLIVES_ENTRY).toMillis()));
            return tell(done, () -> announce(key, put.fences())).thenCombine(done,
                    (number, code) -> new PutOutcome(result(code), number));
        });
    }

    private static byte[] version(@Nullable EntryVersion version) {
        return (version != null) ? RedisKeys.bytes("%019d".formatted(version.number())) : EMPTY;
    }

    private static PutOutcome.Result result(long code) {
        return (code == 1) ? PutOutcome.Result.STORED
                : (code == 2) ? PutOutcome.Result.SUPERSEDED : PutOutcome.Result.EVICTED;
    }

    @Override
    public CompletableFuture<Boolean> replace(EntryKey key, byte @Nullable [] expected, byte[] entry, Duration ttl) {
        return Guarded.call(() -> this.connections.<Boolean>run(LuaScript.REPLACE, ScriptOutputType.BOOLEAN, slot(key),
                (expected != null) ? expected : EMPTY, entry, number(ttl.toMillis()), this.keys.releases(),
                InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        return Guarded.call(() -> {
            if (keys.isEmpty()) {
                return number(keys, fences, expiring, eventTimes);
            }
            // Redis before the message: who hears of the eviction must not find the
            // entry.
            return tell(expiring ? expire(keys) : unlink(keys), () -> number(keys, fences, expiring, eventTimes));
        });
    }

    private CompletableFuture<?> unlink(Collection<EntryKey> keys) {
        List<byte[]> evicted = new ArrayList<>(2 * keys.size());
        for (EntryKey key : keys) {
            evicted.add(this.keys.entry(key));
            evicted.add(this.keys.lease(key));
        }
        return this.connections.commands().unlink(evicted.toArray(new byte[0][])).toCompletableFuture();
    }

    private CompletableFuture<?> expire(Collection<EntryKey> keys) {
        return CompletableFuture.allOf(keys.stream()
            .map((key) -> this.connections.runInOrder(LuaScript.EXPIRE, ScriptOutputType.BOOLEAN,
                    new byte[][] { this.keys.entry(key), this.keys.lease(key) }, EntryFormat.start(),
                    number(EntryFormat.STATE), new byte[] { EntryFormat.EXPIRED }))
            .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletableFuture<Long> announce(EntryKey key, Collection<String> fences) {
        return Guarded.call(() -> number(List.of(key), fences, false, List.of()));
    }

    private CompletableFuture<Long> number(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        return this.connections.run(LuaScript.INVALIDATE, ScriptOutputType.INTEGER, this.keys.sequenceAnd(fences),
                this.keys.channel(), RedisKeys.bytes(this.origin),
                InvalidationMessageFormat.targets(keys, fences, expiring, eventTimes), expiring ? FLAG : EMPTY);
    }

    private <T> CompletableFuture<T> then(CompletableFuture<?> first, Supplier<CompletableFuture<T>> second) {
        if (this.connections.isCluster()) {
            return first.thenCompose((done) -> second.get());
        }
        return second.get().thenCombine(first, (answer, done) -> answer);
    }

    /**
     * Tells the others what was done to entries. On a cluster they are told by another
     * server, even where that of the entries cannot be reached: they trust their copies
     * as long as the channel lives.
     */
    private CompletableFuture<Long> tell(CompletableFuture<?> first, Supplier<CompletableFuture<Long>> message) {
        if (!this.connections.isCluster()) {
            return then(first, message);
        }
        CompletableFuture<Optional<Throwable>> outcome = first.copy()
            .orTimeout(this.connections.patienceMillis() / 2, TimeUnit.MILLISECONDS)
            .handle((done, failure) -> Optional.ofNullable(failure));
        return outcome.thenCompose((failure) -> message.get()
            .thenCompose((number) -> failure.isPresent() ? CompletableFuture.<Long>failedFuture(failure.get())
                    : CompletableFuture.completedFuture(number)));
    }

    private byte[][] slot(EntryKey key) {
        return new byte[][] { this.keys.entry(key), this.keys.lease(key), this.keys.waiters(key) };
    }

    private static byte[] number(long value) {
        return RedisKeys.bytes(Long.toString(value));
    }

    /**
     * How a script is run.
     */
    @FunctionalInterface
    private interface ScriptRun {

        <T> CompletableFuture<T> run(LuaScript script, ScriptOutputType type, byte[][] keys, byte[]... args);

    }

}
