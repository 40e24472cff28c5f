package io.tieredcache.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.CacheToggle;
import io.tieredcache.Consistency;
import io.tieredcache.SingleFlight;

import static org.assertj.core.api.Assertions.assertThat;

class CacheSwitchesTests {

    private final AtomicInteger drops = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({ "ON,BOUNDED,L1_OFF,L2_ONLY", "ON,BOUNDED,L2_OFF,L1_ONLY", "ON,BOUNDED,L1_OFF|L2_OFF,BYPASS",
            "ON,BOUNDED,BYPASS,BYPASS", "ON,BOUNDED,SINGLE_FLIGHT_OFF,ON", "L1_ONLY,BOUNDED,L1_OFF,BYPASS",
            "L2_ONLY,BOUNDED,L2_OFF,BYPASS", "L2_ONLY,BOUNDED,L1_OFF,L2_ONLY", "ON,STRONG,L2_OFF,BYPASS",
            "ON,STRONG,L1_OFF,L2_ONLY", "BYPASS,BOUNDED,L1_OFF,BYPASS" })
    void togglesTakeAwayFromTheMode(CacheMode chosen, Consistency consistency, String toggles, CacheMode expected) {
        CacheSwitches switches = switches(chosen, consistency);
        assertThat(switches.toggle(toggles(toggles), false)).isTrue();
        assertThat(switches.mode()).isEqualTo(expected);
        assertThat(switches.sharesLoads()).isEqualTo(!toggles.contains("SINGLE_FLIGHT_OFF"));
    }

    @Test
    void bypassDoesNotEndBeforeTheCacheWasCleared() {
        CacheSwitches switches = switches(CacheMode.ON, Consistency.BOUNDED);
        switches.toggle(Set.of(CacheToggle.BYPASS, CacheToggle.SINGLE_FLIGHT_OFF), false);
        assertThat(switches.toggle(Set.of(), false)).isFalse();
        assertThat(switches.mode()).isEqualTo(CacheMode.BYPASS);
        assertThat(switches.sharesLoads()).isFalse();
        assertThat(switches.toggle(Set.of(), true)).isTrue();
        assertThat(switches.mode()).isEqualTo(CacheMode.ON);
        assertThat(switches.sharesLoads()).isTrue();
    }

    @Test
    void chosenBypassDoesNotEndBeforeTheCacheWasCleared() {
        CacheSwitches switches = switches(CacheMode.BYPASS, Consistency.BOUNDED);
        assertThat(switches.choose(CacheMode.ON, false)).isFalse();
        assertThat(switches.mode()).isEqualTo(CacheMode.BYPASS);
        assertThat(switches.choose(CacheMode.ON, true)).isTrue();
        assertThat(switches.mode()).isEqualTo(CacheMode.ON);
    }

    @Test
    void chosenModeWaitsBehindAToggle() {
        CacheSwitches switches = switches(CacheMode.ON, Consistency.BOUNDED);
        switches.toggle(Set.of(CacheToggle.BYPASS), false);
        assertThat(switches.choose(CacheMode.L2_ONLY, false)).isTrue();
        assertThat(switches.mode()).isEqualTo(CacheMode.BYPASS);
        switches.toggle(Set.of(), true);
        assertThat(switches.mode()).isEqualTo(CacheMode.L2_ONLY);
    }

    @Test
    void copiesAreDroppedWhenL1IsSwitchedOffAndOn() {
        CacheSwitches switches = switches(CacheMode.ON, Consistency.BOUNDED);
        switches.toggle(Set.of(CacheToggle.L2_OFF), false);
        assertThat(this.drops).hasValue(0);
        switches.toggle(Set.of(CacheToggle.L1_OFF), false);
        assertThat(this.drops).hasValue(1);
        switches.toggle(Set.of(), false);
        assertThat(this.drops).hasValue(2);
    }

    private CacheSwitches switches(CacheMode mode, Consistency consistency) {
        CacheSettings settings = new CacheSettings("cache", mode, consistency, Duration.ofSeconds(5),
                new CacheSettings.L1(Duration.ofMinutes(1), 10L, null, false),
                new CacheSettings.L2(Duration.ofMinutes(1), true, Duration.ofMinutes(1), 0, 1024, "json", null, null,
                        null),
                new CacheSettings.Keys(1, List.of(), false),
                new CacheSettings.Load(SingleFlight.DISTRIBUTED, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                CacheSettings.Stale.off(), CacheSettings.Refresh.off());
        return new CacheSwitches(settings, this.drops::incrementAndGet);
    }

    private static Set<CacheToggle> toggles(String names) {
        return Arrays.stream(names.split("\\|", -1)).map(CacheToggle::valueOf).collect(Collectors.toSet());
    }

}
