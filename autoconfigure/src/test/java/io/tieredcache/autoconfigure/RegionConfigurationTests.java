package io.tieredcache.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.RegionLink;
import io.tieredcache.RegionLinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RegionConfigurationTests {

    private static final String PREFIX = "tiered-cache.region.";

    private final ApplicationContextRunner contextRunner = CacheContexts.runner();

    @Test
    void thereIsNoRegionByDefault() {
        this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(RegionLinks.class));
    }

    @Test
    void regionWithoutPeersRelaysNothing() {
        this.contextRunner.withPropertyValues(PREFIX + "name=eu").run((context) -> {
            RegionLinks links = context.getBean(RegionLinks.class);
            assertThat(links.region()).isEqualTo("eu");
            assertThat(links.links()).isEmpty();
        });
    }

    @Test
    void allRegionsMayHaveOneListOfPeers() {
        this.contextRunner
            .withPropertyValues(PREFIX + "name=eu", PREFIX + "peers.eu.url=redis://127.0.0.1:1",
                    PREFIX + "peers.us.url=redis://127.0.0.1:1", PREFIX + "peers.ap.host=127.0.0.1")
            .run((context) -> assertThat(context.getBean(RegionLinks.class).links()).extracting(RegionLink::region)
                .containsExactlyInAnyOrder("us", "ap"));
    }

    static Stream<Arguments> mistakes() {
        String peer = "peers.us.url=redis://127.0.0.1:1";
        return Stream.of(
                arguments(List.of(peer),
                        "'tiered-cache.region.peers' names other regions, but 'tiered-cache.region.name' is not set"),
                arguments(List.of("name=e u"), "'tiered-cache.region.name': 'e u' cannot be the name of a region"),
                arguments(List.of("name=eu", "peers.[u s].url=redis://127.0.0.1:1"),
                        "'tiered-cache.region.peers': 'u s' cannot be the name of a region"),
                arguments(List.of("name=eu", "peers.us.port=1"),
                        "'tiered-cache.region.peers.us' does not say where its Redis is"),
                arguments(List.of("name=eu", peer, "peers.us.host=127.0.0.1"),
                        "'tiered-cache.region.peers.us' says where its Redis is by 'url' and 'host'"),
                arguments(List.of("name=eu", "peers.us.connection-factory=bean"),
                        "the connection to another region cannot be that of a bean"),
                arguments(List.of("name=eu", peer, "peers.us.read-from=any"),
                        "another region is read from its primary only"),
                arguments(List.of("name=eu", peer, "peers.us.timeout=0"),
                        "'tiered-cache.region.peers.us.timeout' must be a positive time"),
                arguments(List.of("max-records=0"), "'tiered-cache.region.max-records' must be 1 or more, found 0"),
                arguments(List.of("batch-size=1001"), "'tiered-cache.region.batch-size' must be 1 to 1000, found 1001"),
                arguments(List.of("poll-interval=0"), "'tiered-cache.region.poll-interval' must be a positive time"),
                arguments(List.of("replication-lag=-1s"),
                        "'tiered-cache.region.replication-lag' must not be negative"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsNamed(List<String> properties, String message) {
        Map<String, String> values = new HashMap<>();
        properties.forEach((each) -> values.put(PREFIX + each.substring(0, each.indexOf('=')),
                each.substring(each.indexOf('=') + 1)));
        RegionProperties region = new Binder(new MapConfigurationPropertySource(values))
            .bindOrCreate("tiered-cache.region", RegionProperties.class);
        assertThatExceptionOfType(InvalidTieredCacheConfigurationException.class)
            .isThrownBy(() -> RegionCheck.check(region))
            .withMessageContaining(message);
    }

    @Test
    void mistakeStopsTheStart() {
        this.contextRunner.withPropertyValues(PREFIX + "peers.us.url=redis://127.0.0.1:1")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(InvalidTieredCacheConfigurationException.class));
    }

}
