package io.tieredcache.advice;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.RedisAdvice;
import io.tieredcache.RedisAdvice.Code;
import io.tieredcache.RedisAdvice.Severity;
import io.tieredcache.store.RedisFacts;
import io.tieredcache.store.RedisFacts.Memory;
import io.tieredcache.store.RedisFacts.Persistence;
import io.tieredcache.store.RedisFacts.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RedisJudgeTests {

    private static final RedisUse PLAIN = new RedisUse(List.of(), List.of(), false);

    private static final RedisUse STRONG = new RedisUse(List.of("accounts"), List.of(), false);

    private static final RedisUse QUEUED = new RedisUse(List.of(), List.of("visits"), false);

    private static final RedisUse EVENTS = new RedisUse(List.of(), List.of(), true);

    private static final Memory ROOMY = new Memory(100L, 1000L, "noeviction");

    private static final Persistence APPENDS = new Persistence(true, false, false);

    private static final Persistence NONE = new Persistence(false, false, false);

    static Stream<Arguments> cases() {
        return Stream.of(arguments("nothing to say", facts(ROOMY, APPENDS), QUEUED, List.of()),
                arguments("no limit", facts(new Memory(100L, 0L, "noeviction"), APPENDS), QUEUED, List.of()),
                arguments("nearly full", facts(new Memory(900L, 1000L, "noeviction"), APPENDS), PLAIN,
                        List.of(Code.MEMORY_NEARLY_FULL)),
                arguments("not that full", facts(new Memory(899L, 1000L, "noeviction"), APPENDS), PLAIN, List.of()),
                arguments("full and evicting", facts(new Memory(999L, 1000L, "allkeys-lru"), APPENDS), PLAIN,
                        List.of()),
                arguments("evicts anything, queue", facts(new Memory(1L, 0L, "allkeys-random"), APPENDS), QUEUED,
                        List.of(Code.STREAMS_MAY_BE_EVICTED)),
                arguments("evicts anything, events", facts(new Memory(1L, 0L, "allkeys-lru"), APPENDS), EVENTS,
                        List.of(Code.STREAMS_MAY_BE_EVICTED)),
                arguments("evicts what expires, queue", facts(new Memory(1L, 0L, "volatile-lru"), APPENDS), QUEUED,
                        List.of()),
                arguments("evicts what expires, strong", facts(new Memory(1L, 0L, "volatile-lru"), APPENDS), STRONG,
                        List.of(Code.HOLDS_MAY_BE_EVICTED)),
                arguments("evicts anything, strong", facts(new Memory(1L, 0L, "allkeys-lru"), APPENDS), STRONG,
                        List.of(Code.HOLDS_MAY_BE_EVICTED)),
                arguments("evicts what ends soonest", facts(new Memory(1L, 0L, "volatile-ttl"), APPENDS), PLAIN,
                        List.of(Code.LEASES_EVICTED_FIRST)),
                arguments("not persisted, plain", facts(ROOMY, NONE), PLAIN, List.of()),
                arguments("not persisted, queue", facts(ROOMY, NONE), QUEUED, List.of(Code.STREAMS_NOT_PERSISTED)),
                arguments("not persisted, events", facts(ROOMY, NONE), EVENTS, List.of(Code.STREAMS_NOT_PERSISTED)),
                arguments("snapshots only", facts(ROOMY, new Persistence(false, true, false)), QUEUED,
                        List.of(Code.STREAMS_NOT_PERSISTED)),
                arguments("snapshots unknown", facts(ROOMY, new Persistence(false, null, null)), QUEUED,
                        List.of(Code.STREAMS_NOT_PERSISTED)),
                arguments("disk full", facts(ROOMY, new Persistence(true, false, true)), PLAIN,
                        List.of(Code.PERSISTENCE_FAILS)),
                arguments("too old", new RedisFacts(null, new Version(6, 0), false, ROOMY, APPENDS, List.of()), PLAIN,
                        List.of(Code.VERSION_TOO_OLD)),
                arguments("old enough", new RedisFacts(null, new Version(6, 2), false, ROOMY, APPENDS, List.of()),
                        PLAIN, List.of()),
                arguments("replica", new RedisFacts(null, new Version(7, 0), true, ROOMY, APPENDS, List.of()), PLAIN,
                        List.of(Code.REPLICA)),
                arguments("nothing known",
                        new RedisFacts(null, null, null, new Memory(null, null, null),
                                new Persistence(null, null, null), List.of("INFO (refused)")),
                        QUEUED, List.of(Code.NOT_READ)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsWhatBreaksPromises(String name, RedisFacts facts, RedisUse use, List<Code> expected) {
        assertThat(RedisJudge.judge("default", facts, use)).extracting(RedisAdvice::code)
            .containsExactlyElementsOf(expected);
    }

    @Test
    void findingSaysWhereWhatAndWhatToDo() {
        RedisFacts facts = new RedisFacts("abc", new Version(7, 0), false, new Memory(1L, 0L, "allkeys-lru"), APPENDS,
                List.of());
        RedisUse use = new RedisUse(List.of(), List.of("d", "c", "b", "a"), true);
        assertThat(RedisJudge.judge("critical", facts, use)).containsExactly(new RedisAdvice("critical", "abc",
                Code.STREAMS_MAY_BE_EVICTED, Severity.ERROR,
                "The policy 'allkeys-lru' may evict the write-behind queue of 'a', 'b', 'c' and 1 more and events of other services.",
                "Set 'maxmemory-policy' to 'noeviction', or to a 'volatile-' policy other than 'volatile-ttl'."));
    }

    @Test
    void replicaIsToldByThePropertyThatNamesIt() {
        RedisFacts facts = new RedisFacts(null, new Version(7, 0), true, ROOMY, APPENDS, List.of());
        assertThat(RedisJudge.judge("default", facts, PLAIN).get(0).action()).contains("'spring.data.redis'");
        assertThat(RedisJudge.judge("critical", facts, PLAIN).get(0).action())
            .contains("'tiered-cache.stores.critical'");
    }

    @Test
    void fullStoreRefusesWhatIsWrittenToIt() {
        RedisFacts facts = facts(new Memory(900L, 1000L, "noeviction"), APPENDS);
        assertThat(RedisJudge.judge("default", facts, PLAIN).get(0).message()).contains("invalidations");
        assertThat(RedisJudge.judge("critical", facts, PLAIN).get(0).message()).contains("write-behind")
            .doesNotContain("invalidations");
    }

    private static RedisFacts facts(Memory memory, Persistence persistence) {
        return new RedisFacts(null, new Version(7, 0), false, memory, persistence, List.of());
    }

}
