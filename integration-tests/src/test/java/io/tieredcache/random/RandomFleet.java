package io.tieredcache.random;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.PendingPut;
import io.tieredcache.TieredCache;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.InvalidationMessage;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

/**
 * Two instances, a source of versions, and what each instance may no longer serve:
 * nothing older than a write whose invalidation returned there, or whose message was
 * applied there, before the read began.
 */
final class RandomFleet implements AutoCloseable {

    static final int KEYS = 6;

    private static final String CACHE = "numbers";

    private final String namespace = TestInstance.newNamespace();

    private final AtomicIntegerArray source = new AtomicIntegerArray(KEYS);

    private final List<ReentrantLock> writers = new ArrayList<>();

    private final Map<Long, Integer> keysByHash = new HashMap<>();

    private final List<Member> members = new ArrayList<>();

    private final AtomicInteger reads = new AtomicInteger();

    private final AtomicInteger violations = new AtomicInteger();

    RandomFleet(RedisServerProcess redis) {
        for (int key = 0; key < KEYS; key++) {
            this.writers.add(new ReentrantLock());
            this.keysByHash.put(new EntryKey(this.namespace + ":" + CACHE + ":v1:{i:" + key + "}").hash(), key);
        }
        for (int i = 0; i < 2; i++) {
            this.members.add(new Member(
                    TestInstance.builder().redis(redis.host(), redis.port()).namespace(this.namespace).startLive()));
        }
    }

    Member member(Random random) {
        return this.members.get(random.nextInt(this.members.size()));
    }

    List<Member> members() {
        return this.members;
    }

    String namespace() {
        return this.namespace;
    }

    int reads() {
        return this.reads.get();
    }

    int violations() {
        return this.violations.get();
    }

    /**
     * Reads, and counts what must not be served.
     */
    void read(Member member, int key, Random random) {
        int floor = member.floor(key);
        int value = read(member, key, random.nextBoolean(), random.nextInt(4) == 0 ? random.nextInt(3_000_000) : 0);
        this.reads.incrementAndGet();
        if (value < floor) {
            this.violations.incrementAndGet();
        }
    }

    private int read(Member member, int key, boolean tagOfResult, long nanos) {
        EntryPolicy policy = EntryPolicy.defaults().withType(Integer.class);
        try {
            return member.cache()
                .get(key, tagOfResult ? policy.withResultTags((value) -> Set.of(tag(key))) : policy.withTags(tag(key)),
                        (context) -> {
                            int value = this.source.get(key);
                            LockSupport.parkNanos(nanos);
                            return value;
                        });
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Writes and invalidates in one of the ways there are, one writer per key at a time.
     */
    void write(Member member, int key, Random random) {
        this.writers.get(key).lock();
        try {
            int way = random.nextInt(10);
            if (way < 3) {
                PendingPut put = member.cache()
                    .beginPut(key, EntryPolicy.defaults().withType(Integer.class).withTags(tag(key)));
                put.complete(commit(key));
            }
            else {
                commit(key);
                invalidate(member, key, way);
            }
            member.returned(key, this.source.get(key));
        }
        finally {
            this.writers.get(key).unlock();
        }
    }

    private void invalidate(Member member, int key, int way) {
        switch (way) {
            case 3, 4, 5 -> member.cache().evict(key);
            case 6, 7, 8 -> member.instance.invalidator().invalidateTags(tag(key));
            default -> {
                member.cache().clear();
                // The message of a clear names no key.
                this.members.forEach((each) -> each.forget(key));
            }
        }
    }

    private int commit(int key) {
        int version = this.source.incrementAndGet(key);
        this.members.forEach((member) -> member.announced(key, version));
        return version;
    }

    boolean isFreshEverywhere() {
        for (Member member : this.members) {
            for (int key = 0; key < KEYS; key++) {
                if (read(member, key, false, 0) != this.source.get(key)) {
                    return false;
                }
            }
        }
        return true;
    }

    long count(CacheCounter counter) {
        return this.members.stream().mapToLong((member) -> member.cache().count(counter)).sum();
    }

    private static String tag(int key) {
        return "k" + key;
    }

    @Override
    public void close() {
        this.members.forEach((member) -> member.instance.close());
    }

    /**
     * One instance, and what was invalidated there.
     */
    final class Member {

        private final TestInstance instance;

        private final AtomicIntegerArray floors = new AtomicIntegerArray(KEYS);

        private final List<Queue<Integer>> expected = new ArrayList<>();

        Member(TestInstance instance) {
            this.instance = instance;
            for (int key = 0; key < KEYS; key++) {
                this.expected.add(new ArrayDeque<>());
            }
            instance.bus().onApplied(this::applied);
        }

        TestInstance instance() {
            return this.instance;
        }

        TieredCache cache() {
            return this.instance.cache(CACHE);
        }

        int floor(int key) {
            return this.floors.get(key);
        }

        void returned(int key, int version) {
            this.floors.accumulateAndGet(key, version, Math::max);
        }

        synchronized void announced(int key, int version) {
            this.expected.get(key).add(version);
        }

        synchronized void forget(int key) {
            this.expected.get(key).poll();
        }

        /**
         * A message of a key covers the oldest write of it that was not covered yet;
         * where one was lost this asks for less than it could, never for more.
         */
        private synchronized void applied(InvalidationMessage message) {
            message.keyHashes().forEach((hash) -> covered(RandomFleet.this.keysByHash.get(hash)));
            message.fences()
                .stream()
                .filter((fence) -> fence.startsWith("tag:k"))
                .forEach((fence) -> covered(Integer.parseInt(fence.substring("tag:k".length()))));
        }

        private void covered(int key) {
            Integer version = this.expected.get(key).poll();
            if (version != null) {
                returned(key, version);
            }
        }

    }

}
