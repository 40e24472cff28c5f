package io.tieredcache.interceptor;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryVersion;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CachePutAdviceTests {

    private final CacheContext context = CacheContext.with(Airports.class);

    private final Airports airports = this.context.bean(Airports.class);

    private final RecordingCache cache = this.context.cache("airports");

    @AfterEach
    void close() {
        this.context.close();
    }

    @Test
    void rightIsTakenBeforeMethodAndUsedAfter() {
        this.context.events().clear();
        assertThat(this.airports.rename("FRA", "Frankfurt", this.context.caches)).isEqualTo("Frankfurt");
        assertThat(this.context.events()).containsExactly("begin airports", "method", "complete airports");
        assertThat(this.cache.entries).containsOnlyKeys("FRA");
        assertThat(this.cache.entry().value()).isEqualTo("Frankfurt");
    }

    @Test
    void methodRunsOnEachCall() {
        this.airports.rename("FRA", "Frankfurt", this.context.caches);
        assertThat(this.airports.rename("FRA", "Main", this.context.caches)).isEqualTo("Main");
        assertThat(this.cache.entry().value()).isEqualTo("Main");
    }

    @Test
    void keyOfResultIsPutAfterMethod() {
        this.airports.create("Frankfurt");
        assertThat(this.context.events()).containsExactly("put airports");
        assertThat(this.cache.entries).containsOnlyKeys("key of Frankfurt");
    }

    @Test
    void nullKeyOfResultIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.airports.create("none"))
            .withMessage("@TieredCachePut on 'CachePutAdviceTests.Airports.create(String)': "
                    + "'key' '#result == 'none' ? null : 'key of ' + #result' gave null, which is no key.");
    }

    @Test
    void falseConditionDropsThePut() {
        assertThat(this.airports.conditional("FRA", null)).isNull();
        assertThat(this.context.events()).containsExactly("begin airports");
        assertThat(this.cache.entries).isEmpty();
        this.airports.conditional("FRA", "Frankfurt");
        assertThat(this.cache.entries).containsOnlyKeys("FRA");
    }

    @Test
    void vetoDropsThePut() {
        this.airports.unlessEmpty("FRA", "");
        assertThat(this.context.events()).containsExactly("begin airports");
        assertThat(this.cache.entries).isEmpty();
    }

    @Test
    void exceptionOfMethodDropsThePut() {
        assertThatIllegalStateException().isThrownBy(() -> this.airports.fail("FRA")).withMessage("no database");
        assertThat(this.context.events()).containsExactly("begin airports");
    }

    @Test
    void contentOfOptionalIsPut() {
        assertThat(this.airports.optional("FRA", "Frankfurt")).contains("Frankfurt");
        assertThat(this.cache.entry().value()).isEqualTo("Frankfurt");
    }

    @Test
    void eachOfSeveralCachesIsPut() {
        this.airports.both("FRA", "Frankfurt");
        assertThat(this.context.events()).containsExactly("begin airports", "begin names", "complete airports",
                "complete names");
    }

    @Test
    void methodRunsAndEntryIsEvictedWhenRightIsRefused() {
        this.cache.refusesPendingPuts = true;
        assertThat(this.airports.rename("FRA", "Frankfurt", this.context.caches)).isEqualTo("Frankfurt");
        assertThat(this.context.events()).containsExactly("begin airports", "method", "invalidate");
        assertThat(this.context.caches.invalidation()).isEqualTo(CacheInvalidation.none().key("airports", "FRA"));
    }

    @Test
    void refusedRightIsMergedWithOtherInvalidations() {
        this.cache.refusesPendingPuts = true;
        this.airports.replace("FRA", "Frankfurt");
        assertThat(this.context.caches.invalidations)
            .containsExactly(CacheInvalidation.none().key("airports", "FRA").cache("lists"));
    }

    @Test
    void versionIsThatOfTheResultOrOfAParameter() {
        this.airports.versioned("FRA", 7L);
        assertThat(this.cache.policy().version(3L)).isEqualTo(new EntryVersion(3));
        assertThat(this.cache.policy().version(null)).isNull();
        this.airports.versionedByParameter("FRA", Instant.ofEpochSecond(1, 2));
        assertThat(this.cache.policy().version("any")).isEqualTo(new EntryVersion(1_000_000_002));
    }

    @ParameterizedTest
    @ValueSource(strings = { "text", "-1", "1.5", "too large" })
    void valueThatIsNoVersionIsRefusedWithTheMethodsName(String text) {
        Object version = switch (text) {
            case "-1" -> -1;
            case "1.5" -> 1.5;
            case "too large" -> new BigInteger("9223372036854775808");
            default -> text;
        };
        this.airports.versioned("FRA", version);
        assertThatIllegalArgumentException().isThrownBy(() -> this.cache.policy().version(version))
            .withMessageStartingWith("@TieredCachePut on 'CachePutAdviceTests.Airports.versioned(String,Object)': "
                    + "'version' '#result': a version must be ")
            .withMessageNotContainingAny("9223", "1.5");
    }

    @Test
    void refusedPutReachesCallerAfterInvalidations() {
        this.cache.refusesPuts = true;
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.airports.replace("FRA", "Frankfurt"));
        assertThat(this.context.events()).containsExactly("begin airports", "complete airports", "invalidate");
    }

    static class Airports {

        @TieredCachePut(cache = "airports", key = "#code", version = "#result")
        public Object versioned(String code, Object version) {
            return version;
        }

        @TieredCachePut(cache = "airports", key = "#code", version = "#at")
        public String versionedByParameter(String code, Instant at) {
            return code;
        }

        @TieredCachePut(cache = "airports", key = "#code")
        public String rename(String code, String name, RecordingCaches caches) {
            caches.events.add("method");
            return name;
        }

        @TieredCachePut(cache = "airports", key = "#result == 'none' ? null : 'key of ' + #result")
        public String create(String name) {
            return name;
        }

        @TieredCachePut(cache = "airports", key = "#code", condition = "#result != null")
        public @Nullable String conditional(String code, @Nullable String name) {
            return name;
        }

        @TieredCachePut(cache = "airports", key = "#code", unless = "#result.empty")
        public String unlessEmpty(String code, String name) {
            return name;
        }

        @TieredCachePut(cache = "airports", key = "#code")
        public String fail(String code) {
            throw new IllegalStateException("no database");
        }

        @TieredCachePut(cache = "airports", key = "#code", condition = "#result == 'Frankfurt'")
        public Optional<String> optional(String code, String name) {
            return Optional.of(name);
        }

        @TieredCachePut(cache = "airports", key = "#code")
        @TieredCachePut(cache = "names", key = "#name")
        public String both(String code, String name) {
            return name;
        }

        @TieredCachePut(cache = "airports", key = "#code")
        @TieredCacheEvict(cache = "lists", allEntries = true)
        public String replace(String code, String name) {
            return name;
        }

    }

}
