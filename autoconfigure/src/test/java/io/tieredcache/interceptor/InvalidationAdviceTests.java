package io.tieredcache.interceptor;

import java.util.Arrays;
import java.util.List;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.KeyDimension;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class InvalidationAdviceTests {

    private static final CacheInvalidation NONE = CacheInvalidation.none();

    private final CacheContext context = CacheContext.with(Airports.class, Tenant.class);

    private final Airports airports = this.context.bean(Airports.class);

    @AfterEach
    void close() {
        this.context.close();
    }

    @Test
    void keyIsEvictedAfterMethod() {
        this.airports.delete("FRA", this.context.caches);
        assertThat(this.context.events()).containsExactly("method", "invalidate");
        assertThat(this.context.caches.invalidations).containsExactly(NONE.key("airports", "FRA"));
    }

    @Test
    void keyMayReadResult() {
        this.airports.rename("FRA");
        assertThat(this.context.caches.invalidations).containsExactly(NONE.key("airports", "old name of FRA"));
    }

    @Test
    void collectionIsOneKey() {
        this.airports.deleteRoute(List.of("FRA", "JFK"));
        assertThat(this.context.caches.invalidations).containsExactly(NONE.key("routes", List.of("FRA", "JFK")));
    }

    @Test
    void allEntriesClearsTheCache() {
        this.airports.reload();
        assertThat(this.context.caches.invalidations).containsExactly(NONE.cache("airports"));
    }

    @Test
    void nothingIsEvictedWhenMethodThrows() {
        assertThatIllegalStateException().isThrownBy(() -> this.airports.fail("FRA"));
        assertThat(this.context.caches.invalidations).isEmpty();
    }

    @Test
    void evictionBeforeMethodStandsWhenItThrows() {
        assertThatIllegalStateException().isThrownBy(() -> this.airports.evictAndFail("FRA"));
        assertThat(this.context.caches.invalidations).containsExactly(NONE.key("airports", "FRA"));
    }

    @Test
    void falseConditionEvictsNothing() {
        this.airports.deleteIf("FRA", false);
        assertThat(this.context.caches.invalidations).isEmpty();
        this.airports.deleteIf("FRA", true);
        assertThat(this.context.caches.invalidations).containsExactly(NONE.key("airports", "FRA"));
    }

    @Test
    void tagsAreInvalidatedWithDimensions() {
        this.airports.invalidate("DE", List.of());
        assertThat(this.context.caches.invalidations)
            .containsExactly(NONE.tagsWithin(List.of("tenant"), List.of("airports", "country:DE")));
    }

    @Test
    void expressionMayGiveSeveralTagsOrNone() {
        this.airports.invalidate("DE", Arrays.asList("one", null, "two"));
        assertThat(this.context.caches.invalidations)
            .containsExactly(NONE.tagsWithin(List.of("tenant"), List.of("airports", "country:DE", "one", "two")));
        this.airports.invalidateNone(null);
        assertThat(this.context.caches.invalidations).hasSize(1);
    }

    @Test
    void tagsMayReadResult() {
        this.airports.move("FRA");
        assertThat(this.context.caches.invalidations).containsExactly(NONE.tags("city:old city of FRA"));
    }

    @Test
    void allTargetsOfOneCallTravelTogether() {
        this.airports.replaceAll("FRA", "DE", this.context.caches);
        assertThat(this.context.events()).containsExactly("invalidate", "method", "invalidate");
        assertThat(this.context.caches.invalidations).containsExactly(NONE.key("locks", "FRA").tags("locked"),
                NONE.key("airports", "FRA").key("names", "FRA").cache("lists").tags("country:DE").tags("all"));
    }

    @Test
    void kindsOfOneMethodHaveAnOrder() {
        this.airports.everything("FRA", this.context.caches);
        assertThat(this.context.events()).containsExactly("invalidate", "begin names", "method", "complete names",
                "invalidate");
    }

    @Test
    void hitInvalidatesToo() {
        this.airports.findAndEvict("FRA");
        this.airports.findAndEvict("FRA");
        assertThat(this.context.events()).containsExactly("get airports", "invalidate", "get airports", "invalidate");
        assertThat(this.context.caches.invalidation()).isEqualTo(NONE.key("lists", "airport 1"));
    }

    @Test
    void brokenTargetDoesNotKeepOthers() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.airports.broken("FRA"))
            .withMessageContaining("'key' 'null' gave null");
        assertThat(this.context.caches.invalidations).containsExactly(NONE.key("airports", "FRA"));
    }

    @Test
    void entriesExpireWhereAllOfTheCallSaySo() {
        this.airports.expire("FRA");
        assertThat(this.context.caches.invalidation()).isEqualTo(NONE.key("airports", "FRA").tags("lists").asExpiry());
    }

    @Test
    void oneThatEvictsMakesAllOfTheCallEvict() {
        this.airports.expireAndEvict("FRA");
        assertThat(this.context.caches.invalidation()).isEqualTo(NONE.key("airports", "FRA").tags("lists"));
    }

    static class Airports {

        private int calls;

        @TieredCacheEvict(cache = "airports", key = "#code", expire = true)
        @InvalidateTags(tags = "lists", expire = true)
        public void expire(String code) {
        }

        @TieredCacheEvict(cache = "airports", key = "#code")
        @InvalidateTags(tags = "lists", expire = true)
        public void expireAndEvict(String code) {
        }

        @TieredCacheEvict(cache = "airports", key = "#code")
        public void delete(String code, RecordingCaches caches) {
            caches.events.add("method");
        }

        @TieredCacheEvict(cache = "airports", key = "#result")
        public String rename(String code) {
            return "old name of " + code;
        }

        @TieredCacheEvict(cache = "routes", key = "#codes")
        public void deleteRoute(List<String> codes) {
        }

        @TieredCacheEvict(cache = "airports", allEntries = true)
        public void reload() {
        }

        @TieredCacheEvict(cache = "airports", key = "#code")
        public void fail(String code) {
            throw new IllegalStateException("no database");
        }

        @TieredCacheEvict(cache = "airports", key = "#code", beforeInvocation = true)
        public void evictAndFail(String code) {
            throw new IllegalStateException("no database");
        }

        @TieredCacheEvict(cache = "airports", key = "#code", condition = "#result")
        public boolean deleteIf(String code, boolean present) {
            return present;
        }

        @InvalidateTags(tags = { "airports", "country:#{#country}", "#{#more}" }, dimensions = "tenant")
        public void invalidate(String country, List<@Nullable String> more) {
        }

        @InvalidateTags("#{#tags}")
        public void invalidateNone(@Nullable List<String> tags) {
        }

        @InvalidateTags("city:#{#result}")
        public String move(String code) {
            return "old city of " + code;
        }

        @TieredCacheEvict(cache = "airports", key = "#code")
        @TieredCacheEvict(cache = "names", key = "#code")
        @TieredCacheEvict(cache = "lists", allEntries = true)
        @TieredCacheEvict(cache = "locks", key = "#code", beforeInvocation = true)
        @InvalidateTags("country:#{#country}")
        @InvalidateTags("all")
        @InvalidateTags(tags = "locked", beforeInvocation = true)
        public void replaceAll(String code, String country, RecordingCaches caches) {
            caches.events.add("method");
        }

        @TieredCacheEvict(cache = "airports", key = "#code", beforeInvocation = true)
        @TieredCachePut(cache = "names", key = "#code")
        @InvalidateTags("all")
        public String everything(String code, RecordingCaches caches) {
            caches.events.add("method");
            return code;
        }

        @TieredCacheable(cache = "airports", key = "#code")
        @TieredCacheEvict(cache = "lists", key = "#result")
        public String findAndEvict(String code) {
            return "airport " + ++this.calls;
        }

        @TieredCacheEvict(cache = "names", key = "null")
        @TieredCacheEvict(cache = "airports", key = "#code")
        public void broken(String code) {
        }

    }

    static class Tenant implements KeyDimension {

        @Override
        public String name() {
            return "tenant";
        }

        @Override
        public Object currentValue() {
            return "acme";
        }

    }

}
