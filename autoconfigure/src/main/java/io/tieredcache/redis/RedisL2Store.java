package io.tieredcache.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import org.jspecify.annotations.Nullable;

import io.tieredcache.EntryVersion;
import io.tieredcache.store.EntryFormat;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.InvalidationText;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.L2Store;
import io.tieredcache.store.LeaseAnswer;
import io.tieredcache.store.LeaseClaim;
import io.tieredcache.store.PutOutcome;
import io.tieredcache.store.PutRequest;
import io.tieredcache.store.RegionLog;
import io.tieredcache.store.StoredInvalidation;

/**
 * Entries, leases and fences in Redis: what belongs to an entry in its store, what
 * belongs to the namespace in the application's Redis. What must happen in an order is
 * sent in that order over one connection, which is one round trip; where the two steps go
 * to different servers, as on a cluster, the second waits for the first.
 */
public final class RedisL2Store implements L2Store {

    private static final byte[] EMPTY = new byte[0];

    /** How much later than now a put of an older version may come. */
    private static final Duration VERSION_OUTLIVES_ENTRY = Duration.ofDays(1);

    private static final byte[] FLAG = RedisKeys.bytes("1");

    private final RedisStores stores;

    private final RedisConnections shared;

    private final RedisKeys keys;

    private final String origin;

    private final int regionRecords;

    /**
     * Create a store that records nothing for other regions.
     * @param stores each Redis that entries are in
     * @param namespace the namespace
     * @param origin the instance's id
     */
    public RedisL2Store(RedisStores stores, String namespace, String origin) {
        this(stores, namespace, origin, 0);
    }

    /**
     * Create a store.
     * @param stores each Redis that entries are in
     * @param namespace the namespace
     * @param origin the instance's id
     * @param regionRecords about how many invalidations are recorded for other regions,
     * {@code 0} for none
     */
    public RedisL2Store(RedisStores stores, String namespace, String origin, int regionRecords) {
        this.stores = stores;
        this.shared = stores.application();
        this.keys = new RedisKeys(namespace);
        this.origin = origin;
        this.regionRecords = regionRecords;
    }

    @Override
    public L2Guard guard(String store) {
        return this.stores.store(store).master().guard();
    }

    @Override
    public CompletableFuture<byte @Nullable []> read(EntryKey key, int limit) {
        RedisConnections connections = this.stores.of(key);
        return connections.call(L2Need.READ, () -> read(connections, key, limit));
    }

    @Override
    public CompletableFuture<byte @Nullable []> readAnywhere(EntryKey key, int limit,
            Predicate<byte @Nullable []> counts) {
        RedisStore store = this.stores.store(key.store());
        ReplicaReads replicas = store.replicas();
        // Not before the primary was connected to: whoever reads the answer of a replica
        // must not wait for that.
        CompletableFuture<byte @Nullable []> first = (replicas != null && store.master().hasConnected())
                ? replicas.read((connections) -> read(connections, key, limit)) : null;
        return (first != null) ? checked(first, key, limit, counts) : read(key, limit);
    }

    private CompletableFuture<byte @Nullable []> checked(CompletableFuture<byte @Nullable []> first, EntryKey key,
            int limit, Predicate<byte @Nullable []> counts) {
        CompletableFuture<Boolean> sure = first.handle((bytes, failure) -> failure == null && counts.test(bytes));
        return Guarded.call(() -> sure.thenCompose((isSure) -> isSure ? first : read(key, limit)));
    }

    private CompletableFuture<byte @Nullable []> read(RedisConnections connections, EntryKey key, int limit) {
        return connections.commands()
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
            });
    }

    @Override
    public CompletableFuture<Long> leaseLeft(EntryKey key) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.READ, () -> store.commands().pttl(this.keys.lease(key)).toCompletableFuture());
    }

    @Override
    public CompletableFuture<FenceReadings> readFences(Collection<String> fences) {
        return this.shared.call(L2Need.READ,
                () -> this.shared
                    .<List<Long>>run(LuaScript.FENCES, ScriptOutputType.MULTI, this.keys.sequenceAnd(fences))
                    .thenApply((numbers) -> readings(fences, numbers)));
    }

    @Override
    public CompletableFuture<FenceReadings> ensureFences(KeptFences fences) {
        return this.shared.call(L2Need.FILL, () -> ensureFences(fences, this.shared::run));
    }

    private CompletableFuture<FenceReadings> ensureFences(KeptFences fences, ScriptRun run) {
        long life = fences.life().toMillis();
        CompletableFuture<List<Long>> numbers = run.run(LuaScript.ENSURE, ScriptOutputType.MULTI,
                this.keys.sequenceAnd(fences.names()), RedisKeys.number(life), RedisKeys.number(2 * life));
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
        RedisConnections store = this.stores.of(key);
        CompletableFuture<String> taken = store.call(L2Need.FILL,
                () -> store.commands()
                    .set(this.keys.lease(key), RedisKeys.bytes(token), SetArgs.Builder.px(leaseTime.toMillis()))
                    .toCompletableFuture());
        return Guarded.call(() -> ensureFences(fences).thenCombine(taken, (readings, ok) -> readings));
    }

    @Override
    public CompletableFuture<HeldLease> leaseUnlessHeld(EntryKey key, String token, Duration leaseTime,
            KeptFences fences) {
        RedisConnections store = this.stores.of(key);
        CompletableFuture<Boolean> taken = store.call(L2Need.FILL,
                () -> store.run(LuaScript.LEASE_UNLESS_HELD, ScriptOutputType.BOOLEAN,
                        new byte[][] { this.keys.lease(key), this.keys.holds(key) }, RedisKeys.bytes(token),
                        RedisKeys.number(leaseTime.toMillis())));
        // By its text, so that the question for holds cannot overtake it: who places a
        // hold after that question raises the fences above what was read.
        CompletableFuture<FenceReadings> ensured = this.shared.call(L2Need.FILL,
                () -> ensureFences(fences, this.shared::runInOrder));
        return Guarded.call(() -> then(List.of(), ensured, () -> held(fences.names()))
            .thenCombine(ensured, (held, readings) -> new HeldLease(readings, held))
            .thenCombine(taken, (answer, free) -> new HeldLease(answer.readings(), answer.held() || !free)));
    }

    private CompletableFuture<Boolean> held(Collection<String> fences) {
        return this.shared.call(L2Need.FILL,
                () -> this.shared.run(LuaScript.HELD, ScriptOutputType.BOOLEAN, fenceHolds(fences)));
    }

    @Override
    public CompletableFuture<Long> hold(Collection<EntryKey> keys, Collection<String> fences, String token,
            Duration life) {
        return Guarded.call(() -> {
            this.shared.awaitFirst();
            List<CompletableFuture<?>> placed = new ArrayList<>();
            holds(keys, fences,
                    (connections,
                            holds) -> placed.add(connections.call(L2Need.WRITE,
                                    () -> connections.runInOrder(LuaScript.HOLD, ScriptOutputType.BOOLEAN, holds,
                                            RedisKeys.bytes(token), RedisKeys.number(life.toMillis())))));
            return then(keys, all(placed), () -> invalidate(keys, fences, false));
        });
    }

    @Override
    public CompletableFuture<Boolean> endHold(Collection<EntryKey> keys, Collection<String> fences, String token) {
        List<CompletableFuture<Boolean>> ended = new ArrayList<>();
        holds(keys, fences, (connections, holds) -> ended.add(connections.call(L2Need.WRITE,
                () -> connections.run(LuaScript.END_HOLD, ScriptOutputType.BOOLEAN, holds, RedisKeys.bytes(token)))));
        return Guarded.call(() -> all(ended).thenApply((done) -> ended.stream().allMatch(CompletableFuture::join)));
    }

    /**
     * Goes through the keys of holds, those of one slot together.
     */
    private void holds(Collection<EntryKey> keys, Collection<String> fences,
            BiConsumer<RedisConnections, byte[][]> action) {
        if (!fences.isEmpty()) {
            action.accept(this.shared, fenceHolds(fences));
        }
        keys.forEach((key) -> action.accept(this.stores.of(key), new byte[][] { this.keys.holds(key) }));
    }

    private byte[][] fenceHolds(Collection<String> fences) {
        return fences.stream().map(this.keys::holds).toArray(byte[][]::new);
    }

    @Override
    public CompletableFuture<LeaseAnswer> acquire(EntryKey key, LeaseClaim claim, Duration leaseTime,
            KeptFences fences) {
        RedisConnections store = this.stores.of(key);
        CompletableFuture<List<byte[]>> taken = store.call(L2Need.FILL,
                () -> store.run(LuaScript.ACQUIRE, ScriptOutputType.MULTI, slot(key), RedisKeys.bytes(claim.token()),
                        RedisKeys.number(leaseTime.toMillis()),
                        (claim.from() != null) ? RedisKeys.bytes(claim.from()) : EMPTY, claim.waits() ? FLAG : EMPTY,
                        RedisKeys.number(claim.headLength() - 1L)));
        return Guarded.call(() -> ensureFences(fences).thenCombine(taken, RedisL2Store::leaseAnswer));
    }

    private static LeaseAnswer leaseAnswer(FenceReadings readings, List<byte[]> taken) {
        String holder = RedisKeys.text(taken.get(0));
        if (holder.isEmpty()) {
            return new LeaseAnswer(readings, null, 0, taken.get(1));
        }
        long left = Long.parseLong(RedisKeys.text(taken.get(1)));
        return new LeaseAnswer(readings, holder, left, EMPTY);
    }

    @Override
    public CompletableFuture<Boolean> extend(EntryKey key, String token, Duration leaseTime) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.FILL, () -> store.<Boolean>run(LuaScript.EXTEND, ScriptOutputType.BOOLEAN,
                new byte[][] { this.keys.lease(key) }, RedisKeys.bytes(token), RedisKeys.number(leaseTime.toMillis())));
    }

    @Override
    public CompletableFuture<Boolean> release(EntryKey key, String token, Duration closed) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.WRITE,
                () -> store.<Boolean>run(LuaScript.RELEASE, ScriptOutputType.BOOLEAN,
                        new byte[][] { this.keys.lease(key), this.keys.waiters(key) }, RedisKeys.bytes(token),
                        RedisKeys.number(closed.toMillis()), RedisKeys.bytes(LeaseClaim.NOBODY), this.keys.releases(),
                        InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<Boolean> store(EntryKey key, String token, byte[] entry, Duration ttl) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.FILL,
                () -> store.<Boolean>run(LuaScript.STORE, ScriptOutputType.BOOLEAN, slot(key), RedisKeys.bytes(token),
                        entry, RedisKeys.number(ttl.toMillis()), this.keys.releases(),
                        InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<Boolean> renew(EntryKey key, String token, byte[] expected, byte[] head, Duration ttl) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.FILL,
                () -> store.<Boolean>run(LuaScript.RENEW, ScriptOutputType.BOOLEAN, slot(key), RedisKeys.bytes(token),
                        expected, head, RedisKeys.number(ttl.toMillis()), this.keys.releases(),
                        InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<PutOutcome> put(EntryKey key, PutRequest put) {
        return Guarded.call(() -> {
            this.shared.awaitFirst();
            RedisConnections store = this.stores.of(key);
            CompletableFuture<Long> done = store.call(L2Need.WRITE,
                    () -> store.runInOrder(LuaScript.PUT, ScriptOutputType.INTEGER,
                            new byte[][] { this.keys.entry(key), this.keys.lease(key), this.keys.waiters(key),
                                    this.keys.version(key) },
                            RedisKeys.bytes(put.token()), put.entry(), RedisKeys.number(put.ttl().toMillis()),
                            this.keys.releases(), InvalidationMessageFormat.release(key), version(put.version()),
                            RedisKeys.number(put.ttl().plus(VERSION_OUTLIVES_ENTRY).toMillis())));
            return tell(List.of(key), done, () -> announce(key, put.fences())).thenCombine(done,
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
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.FILL,
                () -> store.<Boolean>run(LuaScript.REPLACE, ScriptOutputType.BOOLEAN, slot(key),
                        (expected != null) ? expected : EMPTY, entry, RedisKeys.number(ttl.toMillis()),
                        this.keys.releases(), InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        return invalidate(keys, expiring, () -> number(keys, fences, expiring, eventTimes));
    }

    @Override
    public CompletableFuture<Long> relay(Collection<EntryKey> keys, Collection<String> fences, boolean expiring) {
        return invalidate(keys, expiring,
                () -> number(this.keys.sequenceAnd(fences), numberArguments(keys, fences, expiring, List.of())));
    }

    private CompletableFuture<Long> invalidate(Collection<EntryKey> keys, boolean expiring,
            Supplier<CompletableFuture<Long>> number) {
        return Guarded.call(() -> {
            if (keys.isEmpty()) {
                return number.get();
            }
            this.shared.awaitFirst();
            // Redis before the message: who hears of the eviction must not find the
            // entry.
            return tell(keys, expiring ? expire(keys) : unlink(keys), number);
        });
    }

    private CompletableFuture<?> unlink(Collection<EntryKey> keys) {
        Map<RedisConnections, List<byte[]>> evicted = new LinkedHashMap<>();
        for (EntryKey key : keys) {
            List<byte[]> ofStore = evicted.computeIfAbsent(this.stores.of(key), (missing) -> new ArrayList<>());
            ofStore.add(this.keys.entry(key));
            ofStore.add(this.keys.lease(key));
        }
        List<CompletableFuture<?>> done = new ArrayList<>();
        evicted.forEach((connections, names) -> done.add(connections.call(L2Need.WRITE,
                () -> connections.commands().unlink(names.toArray(byte[][]::new)).toCompletableFuture())));
        return all(done);
    }

    private CompletableFuture<?> expire(Collection<EntryKey> keys) {
        return all(keys.stream().map(this::expire).toList());
    }

    private CompletableFuture<Boolean> expire(EntryKey key) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.WRITE,
                () -> store.runInOrder(LuaScript.EXPIRE, ScriptOutputType.BOOLEAN,
                        new byte[][] { this.keys.entry(key), this.keys.lease(key) }, EntryFormat.start(),
                        RedisKeys.number(EntryFormat.STATE), new byte[] { EntryFormat.EXPIRED }));
    }

    private static CompletableFuture<?> all(Collection<? extends CompletableFuture<?>> answers) {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletableFuture<Long> announce(EntryKey key, Collection<String> fences) {
        return Guarded.call(() -> number(List.of(key), fences, false, List.of()));
    }

    /**
     * Takes a number and tells the others of what was invalidated in this region; what
     * other regions need to know is recorded in the same step.
     */
    private CompletableFuture<Long> number(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        byte[][] names = this.keys.sequenceAnd(fences);
        List<byte[]> arguments = numberArguments(keys, fences, expiring, eventTimes);
        if (this.regionRecords == 0) {
            return number(names, arguments);
        }
        byte[][] withStream = Arrays.copyOf(names, names.length + 1);
        withStream[names.length] = this.keys.region();
        List<byte[]> withRecord = new ArrayList<>(arguments);
        StoredInvalidation record = new StoredInvalidation(expiring,
                keys.stream().map(StoredInvalidation.Key::of).toList(), List.copyOf(fences));
        withRecord.add(RedisKeys.bytes(InvalidationText.write(record, RegionLog.MAX_LENGTH)));
        withRecord.add(RedisKeys.number(this.regionRecords));
        return number(withStream, withRecord);
    }

    private List<byte[]> numberArguments(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        return List.of(this.keys.channel(), RedisKeys.bytes(this.origin),
                InvalidationMessageFormat.targets(keys, fences, expiring, eventTimes), expiring ? FLAG : EMPTY);
    }

    private CompletableFuture<Long> number(byte[][] names, List<byte[]> arguments) {
        return this.shared.call(L2Need.WRITE, () -> this.shared.run(LuaScript.INVALIDATE, ScriptOutputType.INTEGER,
                names, arguments.toArray(byte[][]::new)));
    }

    private <T> CompletableFuture<T> then(Collection<EntryKey> keys, CompletableFuture<?> first,
            Supplier<CompletableFuture<T>> second) {
        if (this.stores.areInOrder(keys)) {
            return second.get().thenCombine(first, (answer, done) -> answer);
        }
        return first.thenCompose((done) -> second.get());
    }

    /**
     * Tells the others what was done to entries. On a cluster, or where the entries are
     * in another store, they are told by another server, even where that of the entries
     * cannot be reached: they trust their copies as long as the channel lives.
     */
    private CompletableFuture<Long> tell(Collection<EntryKey> keys, CompletableFuture<?> first,
            Supplier<CompletableFuture<Long>> message) {
        if (this.stores.areInOrder(keys)) {
            return then(keys, first, message);
        }
        CompletableFuture<Optional<Throwable>> outcome = first.copy()
            .orTimeout(this.shared.patienceMillis() / 2, TimeUnit.MILLISECONDS)
            .handle((done, failure) -> Optional.ofNullable(failure));
        return outcome.thenCompose((failure) -> message.get()
            .thenCompose((number) -> failure.isPresent() ? CompletableFuture.<Long>failedFuture(failure.get())
                    : CompletableFuture.completedFuture(number)));
    }

    private byte[][] slot(EntryKey key) {
        return new byte[][] { this.keys.entry(key), this.keys.lease(key), this.keys.waiters(key) };
    }

    /**
     * How a script is run.
     */
    @FunctionalInterface
    private interface ScriptRun {

        <T> CompletableFuture<T> run(LuaScript script, ScriptOutputType type, byte[][] keys, byte[]... args);

    }

}
