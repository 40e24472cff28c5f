package io.tieredcache.interceptor;

import java.util.Arrays;
import java.util.List;

import io.tieredcache.annotation.TieredCacheable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultKeyTests {

    private final CacheContext context = CacheContext.with(Airports.class, Cities.class);

    private final Airports airports = this.context.bean(Airports.class);

    private final RecordingCache cache = this.context.cache("shared");

    @AfterEach
    void close() {
        this.context.close();
    }

    @Test
    void methodsWithEqualArgumentsDoNotShareEntries() {
        assertThat(this.airports.find("FRA")).isEqualTo("airport FRA");
        assertThat(this.airports.name("FRA")).isEqualTo("name of FRA");
        assertThat(this.context.bean(Cities.class).find("FRA")).isEqualTo("city FRA");
        assertThat(this.cache.entries).hasSize(3);
    }

    @Test
    void overloadsDoNotShareEntries() {
        this.airports.overloaded(1);
        this.airports.overloaded(1L);
        assertThat(this.cache.entries).hasSize(2);
    }

    @Test
    void methodsThatNameTheirKeysShareEntries() {
        assertThat(this.airports.shared("FRA")).isEqualTo("first FRA");
        assertThat(this.airports.sharedAsWell("FRA")).isEqualTo("first FRA");
    }

    @Test
    void nullDiffersFromTextNull() {
        this.airports.find(null);
        this.airports.find("null");
        assertThat(this.cache.entries).hasSize(2);
    }

    @Test
    void numberOfArgumentsMatters() {
        this.airports.many();
        this.airports.many("");
        this.airports.many("", "");
        this.airports.all();
        this.airports.all();
        assertThat(this.cache.entries).hasSize(4);
    }

    @Test
    void arraysAreComparedByContent() {
        this.airports.many("FRA", "JFK");
        this.airports.many("FRA", "JFK");
        this.airports.many("JFK", "FRA");
        assertThat(this.cache.entries).hasSize(2);
    }

    @Test
    void textIsTheSameInEveryProcess() {
        this.airports.find("FRA");
        assertThat(this.cache.key()).hasToString("SimpleKey [DefaultKeyTests.Airports.find(String)~a3af27c9, FRA]");
    }

    static class Airports {

        @TieredCacheable("shared")
        public String find(@Nullable String code) {
            return "airport " + code;
        }

        @TieredCacheable("shared")
        public String name(String code) {
            return "name of " + code;
        }

        @TieredCacheable("shared")
        public String overloaded(int number) {
            return "int";
        }

        @TieredCacheable("shared")
        public String overloaded(long number) {
            return "long";
        }

        @TieredCacheable(cache = "shared", key = "#code")
        public String shared(String code) {
            return "first " + code;
        }

        @TieredCacheable(cache = "shared", key = "#code")
        public String sharedAsWell(String code) {
            return "second " + code;
        }

        @TieredCacheable("shared")
        public List<String> many(String... codes) {
            return Arrays.asList(codes);
        }

        @TieredCacheable("shared")
        public List<String> all() {
            return List.of();
        }

    }

    static class Cities {

        @TieredCacheable("shared")
        public String find(String code) {
            return "city " + code;
        }

    }

}
