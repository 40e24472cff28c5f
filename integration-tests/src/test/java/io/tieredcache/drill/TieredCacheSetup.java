package io.tieredcache.drill;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import io.tieredcache.ChannelState;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.InvalidationQueue;

/**
 * This library.
 */
final class TieredCacheSetup implements DrillSetup {

    @Override
    public DrillService start(DrillSettings settings, DrillSource source) {
        ApplicationContextInitializer<GenericApplicationContext> registerSource = (context) -> context
            .registerBean(DrillSource.class, () -> source);
        return new Service(new SpringApplicationBuilder(DrillApplication.class).initializers(registerSource)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(properties(settings).toArray(String[]::new))
            .run());
    }

    private static List<String> properties(DrillSettings settings) {
        List<String> properties = new ArrayList<>();
        String bound = Guard.BOUND.isOff(settings.off()) ? "1h" : settings.boundMillis() + "ms";
        properties.addAll(List.of("drill.guard-off=" + settings.off(), "tiered-cache.namespace=" + settings.namespace(),
                "tiered-cache.on-demand=false", "tiered-cache.transactions.hold-time=20s",
                "tiered-cache.defaults.jitter=0", "tiered-cache.defaults.ttl=10m",
                "tiered-cache.defaults.staleness-bound=" + bound, "tiered-cache.caches.airports.l1.max-entries=10000",
                "tiered-cache.caches.country-airports.mode=on", "tiered-cache.caches.statistics.consistency=eventual",
                "tiered-cache.caches.statistics.invalidation.when-unreachable=queue",
                "tiered-cache.caches.statistics.l1.ttl=" + settings.boundMillis() + "ms",
                "tiered-cache.caches.runways.consistency=" + (settings.strong() ? "strong" : "bounded")));
        properties.addAll(settings.properties());
        return properties;
    }

    private static final class Service implements DrillService {

        private final ConfigurableApplicationContext context;

        private final DirectoryReads reads;

        private final DirectoryWrites writes;

        private final LastReads last;

        private final InvalidationQueue queue;

        private final InvalidationChannelStatus channel;

        private Service(ConfigurableApplicationContext context) {
            this.context = context;
            this.reads = context.getBean(DirectoryReads.class);
            this.writes = context.getBean(DirectoryWrites.class);
            this.last = context.getBean(LastReads.class);
            this.queue = context.getBean(InvalidationQueue.class);
            this.channel = context.getBean(InvalidationChannelStatus.class);
        }

        @Override
        public DrillAnswer read(DrillCache cache, int key) {
            long version = switch (cache) {
                case AIRPORTS -> this.reads.airport(key).version();
                case LISTS -> this.reads.list(key).version();
                case STATISTICS -> this.reads.statistic(key).version();
                case RUNWAYS -> this.reads.runways(key).version();
            };
            return new DrillAnswer(version, this.last.take());
        }

        @Override
        public void write(long id, DrillWrite write, int key) {
            switch (write) {
                case AIRPORT_BY_KEY -> this.writes.airport(id, key);
                case COUNTRY_BY_TAGS -> this.writes.country(id, key);
                case STATISTIC_BY_KEY -> this.writes.statistic(id, key);
                case STATISTICS_BY_CACHE -> this.writes.statistics(id);
                case RUNWAY_BY_KEY -> this.writes.runways(id, key);
            }
        }

        @Override
        public boolean hasUnsent() {
            return this.queue.size() > 0;
        }

        @Override
        public boolean isJoined() {
            return this.channel.state() == ChannelState.LIVE;
        }

        @Override
        public void close() {
            this.context.close();
        }

    }

}
