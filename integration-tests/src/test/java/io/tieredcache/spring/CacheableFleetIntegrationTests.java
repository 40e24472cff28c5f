package io.tieredcache.spring;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

import io.tieredcache.CacheCounter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spring's own annotations on two instances of an application.
 */
@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
class CacheableFleetIntegrationTests {

    private Fleet fleet;

    private Airports here;

    private Airports elsewhere;

    @BeforeAll
    void start() {
        this.fleet = Fleet.start(Calls.class, Airports.class);
        this.here = this.fleet.here().bean(Airports.class);
        this.elsewhere = this.fleet.elsewhere().bean(Airports.class);
    }

    @AfterAll
    void close() {
        this.fleet.close();
    }

    @BeforeEach
    void clear() {
        this.fleet.here().cache("airports").clear();
        await().atMost(Duration.ofSeconds(10)).until(() -> this.fleet.elsewhere().cache("airports").get("HAM") == null);
        this.fleet.resetCalls();
    }

    @Test
    void recordComesBackAsRecord() {
        Airport found = onBoth((airports) -> airports.find("HAM"));
        assertThat(found).isEqualTo(Airport.HAMBURG);
    }

    @Test
    void listOfRecordsComesBackAsSuch() {
        List<Airport> found = onBoth(Airports::all);
        assertThat(found).containsExactly(Airport.HAMBURG, Airport.HELGOLAND);
    }

    @Test
    void emptyListComesBackAsSuch() {
        assertThat(onBoth(Airports::nowhere)).isEmpty();
    }

    @Test
    void mapOfListsComesBackAsSuch() {
        assertThat(onBoth(Airports::byKind)).isEqualTo(
                Map.of(Airport.Kind.LARGE, List.of(Airport.HAMBURG), Airport.Kind.SMALL, List.of(Airport.HELGOLAND)));
    }

    @Test
    void scalarsComeBackAsTheirTypes() {
        assertThat(onBoth(Airports::count)).isEqualTo(2);
        assertThat(onBoth(Airports::fee)).isEqualTo(new BigDecimal("10.50"));
        assertThat(onBoth(Airports::since)).isEqualTo(Instant.EPOCH);
        assertThat(onBoth(Airports::codes)).containsExactly("HAM", "HGL");
    }

    @Test
    void valueOfADeclaredTypeOutsideOfTheApplicationComesBack() {
        assertThat(onBoth(Airports::foreign)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void valueWithoutADeclaredTypeComesBack() {
        assertThat(onBoth(Airports::anything)).isEqualTo(List.of(Airport.HAMBURG));
    }

    @Test
    void nullIsFoundOnBothAndNeverAMarker() {
        Airport nothing = onBoth((airports) -> airports.find("QQQ"));
        assertThat(nothing).isNull();
        ValueWrapper found = this.fleet.elsewhere().cache("airports").get("QQQ");
        assertThat(found).isNotNull();
        assertThat(found.get()).isNull();
    }

    @Test
    void optionalIsUnwrapped() {
        Optional<Airport> airport = onBoth((airports) -> airports.optional("HAM"));
        assertThat(airport).contains(Airport.HAMBURG);
        ValueWrapper found = this.fleet.elsewhere().cache("airports").get("optional HAM");
        assertThat(found).isNotNull();
        assertThat(found.get()).isEqualTo(Airport.HAMBURG);
    }

    @Test
    void emptyOptionalIsFoundOnBoth() {
        Optional<Airport> nothing = onBoth((airports) -> airports.optional("QQQ"));
        assertThat(nothing).isEmpty();
    }

    @Test
    void optionalInSyncIsFoundOnBoth() {
        Optional<Airport> airport = onBoth((airports) -> airports.optionalInSync("HAM"));
        assertThat(airport).contains(Airport.HAMBURG);
        Optional<Airport> nothing = onBoth((airports) -> airports.optionalInSync("QQQ"));
        assertThat(nothing).isEmpty();
    }

    @Test
    void putIsSeenElsewhere() {
        this.here.find("HAM");
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "HAM");
        this.elsewhere.find("HAM");
        Airport changed = new Airport("HAM", Airport.Kind.SMALL, List.of());
        this.here.save(changed);
        assertThat(this.here.find("HAM")).isEqualTo(changed);
        await().atMost(Duration.ofSeconds(10)).until(() -> this.elsewhere.find("HAM").equals(changed));
        assertThat(this.fleet.elsewhere().bean(Calls.class).count()).isZero();
    }

    @Test
    void evictionReachesTheOtherInstance() {
        fillBoth();
        this.here.remove("HAM");
        await().atMost(Duration.ofSeconds(10)).until(() -> this.fleet.elsewhere().cache("airports").get("HAM") == null);
        this.elsewhere.find("HAM");
        assertThat(this.fleet.elsewhere().bean(Calls.class).count()).isEqualTo(1);
    }

    @Test
    void evictionOfAllEntriesReachesTheOtherInstance() {
        fillBoth();
        this.here.removeAll();
        await().atMost(Duration.ofSeconds(10)).until(() -> this.fleet.elsewhere().cache("airports").get("HAM") == null);
    }

    @Test
    void thousandMissesSendNoMessage() throws Exception {
        int before = this.fleet.sent().count();
        for (int i = 0; i < 500; i++) {
            this.here.find("miss " + i);
            this.here.optionalInSync("miss " + i);
        }
        await().atMost(Duration.ofSeconds(10))
            .until(() -> this.fleet.here().cache("airports").count(CacheCounter.FILL) >= 1000);
        assertThat(this.fleet.sent().count()).isEqualTo(before);
        this.here.remove("HAM");
        assertThat(this.fleet.sent().count()).isEqualTo(before + 1);
    }

    private void fillBoth() {
        this.here.find("HAM");
        StoredEntries.awaitStored(this.fleet.elsewhere().cache("airports"), "HAM");
        assertThat(this.elsewhere.find("HAM")).isEqualTo(Airport.HAMBURG);
        assertThat(this.elsewhere.find("HAM")).isEqualTo(Airport.HAMBURG);
        assertThat(this.fleet.elsewhere().bean(Calls.class).count()).isZero();
    }

    /**
     * Reads here first, then from what that stored elsewhere.
     */
    private <T> T onBoth(Function<Airports, T> read) {
        long fills = this.fleet.here().cache("airports").count(CacheCounter.FILL);
        T value = read.apply(this.here);
        await().atMost(Duration.ofSeconds(10))
            .until(() -> this.fleet.here().cache("airports").count(CacheCounter.FILL) > fills);
        int before = this.fleet.elsewhere().bean(Calls.class).count();
        T found = read.apply(this.elsewhere);
        assertThat(found).isEqualTo(value);
        assertThat(this.fleet.elsewhere().bean(Calls.class).count()).as("calls elsewhere").isEqualTo(before);
        return found;
    }

    static class Airports {

        private final Calls calls;

        Airports(Calls calls) {
            this.calls = calls;
        }

        @Cacheable("airports")
        public Airport find(String code) {
            this.calls.next();
            return code.equals("HAM") ? Airport.HAMBURG : null;
        }

        @Cacheable(cacheNames = "airports", key = "'all'")
        public List<Airport> all() {
            this.calls.next();
            return List.of(Airport.HAMBURG, Airport.HELGOLAND);
        }

        @Cacheable(cacheNames = "airports", key = "'nowhere'")
        public List<Airport> nowhere() {
            this.calls.next();
            return List.of();
        }

        @Cacheable(cacheNames = "airports", key = "'byKind'")
        public Map<Airport.Kind, List<Airport>> byKind() {
            this.calls.next();
            return Map.of(Airport.Kind.LARGE, List.of(Airport.HAMBURG), Airport.Kind.SMALL, List.of(Airport.HELGOLAND));
        }

        @Cacheable(cacheNames = "airports", key = "'count'")
        public int count() {
            this.calls.next();
            return 2;
        }

        @Cacheable(cacheNames = "airports", key = "'fee'")
        public BigDecimal fee() {
            this.calls.next();
            return new BigDecimal("10.50");
        }

        @Cacheable(cacheNames = "airports", key = "'since'")
        public Instant since() {
            this.calls.next();
            return Instant.EPOCH;
        }

        @Cacheable(cacheNames = "airports", key = "'codes'")
        public String[] codes() {
            this.calls.next();
            return new String[] { "HAM", "HGL" };
        }

        @Cacheable(cacheNames = "airports", key = "'foreign'")
        public Duration foreign() {
            this.calls.next();
            return Duration.ofMinutes(5);
        }

        @Cacheable(cacheNames = "airports", key = "'anything'")
        public Object anything() {
            this.calls.next();
            return List.of(Airport.HAMBURG);
        }

        @Cacheable(cacheNames = "airports", key = "'optional ' + #code")
        public Optional<Airport> optional(String code) {
            this.calls.next();
            return code.equals("HAM") ? Optional.of(Airport.HAMBURG) : Optional.empty();
        }

        @Cacheable(cacheNames = "airports", key = "'sync ' + #code", sync = true)
        public Optional<Airport> optionalInSync(String code) {
            this.calls.next();
            return code.equals("HAM") ? Optional.of(Airport.HAMBURG) : Optional.empty();
        }

        @CachePut(cacheNames = "airports", key = "#airport.code")
        public Airport save(Airport airport) {
            return airport;
        }

        @CacheEvict("airports")
        public void remove(String code) {
        }

        @CacheEvict(cacheNames = "airports", allEntries = true)
        public void removeAll() {
        }

    }

}
