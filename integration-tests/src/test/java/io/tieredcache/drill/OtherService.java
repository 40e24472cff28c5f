package io.tieredcache.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The directory in a set-up that is compared with this library. Its application has beans
 * of the types {@link OtherReads}, {@link OtherWrites} and {@link LastLevel}.
 */
final class OtherService implements DrillService {

    private static final Logger logger = LoggerFactory.getLogger(OtherService.class);

    private static final int MOST_STARTS = 100;

    private final ConfigurableApplicationContext context;

    private final DrillItems items;

    private final OtherReads reads;

    private final OtherWrites writes;

    private final LastLevel last;

    private OtherService(ConfigurableApplicationContext context, DrillItems items) {
        this.context = context;
        this.items = items;
        this.reads = context.getBean(OtherReads.class);
        this.writes = context.getBean(OtherWrites.class);
        this.last = context.getBean(LastLevel.class);
    }

    /**
     * Starts an application. One that does not start without Redis is started again, as a
     * supervisor would.
     * @param application the class of its configuration
     * @param settings what the process is told
     * @param source the source
     */
    static DrillService start(Class<?> application, DrillSettings settings, DrillSource source) {
        for (int i = 1; i < MOST_STARTS; i++) {
            try {
                return new OtherService(run(application, settings, source), settings.items());
            }
            catch (RuntimeException ex) {
                logger.warn("'{}' does not start and is started again", application.getSimpleName(), ex);
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            }
        }
        return new OtherService(run(application, settings, source), settings.items());
    }

    private static ConfigurableApplicationContext run(Class<?> application, DrillSettings settings,
            DrillSource source) {
        ApplicationContextInitializer<GenericApplicationContext> registerSource = (context) -> context
            .registerBean(DrillSource.class, () -> source);
        // As long as this library waits for Redis by default.
        List<String> properties = new ArrayList<>(
                List.of("spring.data.redis.timeout=1s", "spring.data.redis.connect-timeout=1s"));
        properties.addAll(settings.properties());
        return new SpringApplicationBuilder(application).initializers(registerSource)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(properties.toArray(String[]::new))
            .run();
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
            case COUNTRY_BY_TAGS -> this.writes.country(id, key, this.items.airportsOf(key));
            case STATISTIC_BY_KEY -> this.writes.statistic(id, key);
            case STATISTICS_BY_CACHE -> this.writes.statistics(id, allKeys(DrillCache.STATISTICS));
            case RUNWAY_BY_KEY -> this.writes.runways(id, key);
        }
    }

    private List<Integer> allKeys(DrillCache cache) {
        return IntStream.range(0, this.items.count(cache)).boxed().toList();
    }

    @Override
    public boolean hasUnsent() {
        return false;
    }

    @Override
    public boolean isJoined() {
        return true;
    }

    @Override
    public void close() {
        this.context.close();
    }

}
