package io.tieredcache.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheSlos;
import io.tieredcache.SloStatus;
import io.tieredcache.StalenessAudit;
import io.tieredcache.actuate.CacheHealthDetail;
import io.tieredcache.slo.CacheSloMonitor;

/**
 * Service level objectives of the caches.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SloProperties.class)
class SloConfiguration {

    private final SloTargetsFactory targets;

    private final SloProperties properties;

    SloConfiguration(TieredCacheProperties caches, SloProperties properties) {
        this.targets = new SloTargetsFactory(caches, properties);
        this.properties = properties;
    }

    @Bean
    CacheSloMonitor tieredCacheSlos(StalenessAudit audit) {
        return new CacheSloMonitor(this.targets::targets, audit, this.properties.getWindow(), System::nanoTime);
    }

    @Bean
    PhasedLifecycle tieredCacheSloLifecycle(CacheSloMonitor slos) {
        boolean wanted = this.targets.isAnyConfigured();
        return new PhasedLifecycle(PhasedLifecycle.SLO, () -> {
            if (wanted) {
                slos.start(LoadThreadFactory.single("tiered-cache-slo"));
            }
        }, slos::stop);
    }

    @Bean
    CacheHealthDetail tieredCacheSloHealth(CacheSlos slos) {
        return new CacheHealthDetail("slo", () -> burnt(slos));
    }

    /**
     * The objectives whose budget is spent too fast; names of caches may be many.
     */
    private static @Nullable List<Map<String, Object>> burnt(CacheSlos slos) {
        List<SloStatus> all = slos.all();
        return all.isEmpty() ? null
                : all.stream().filter((status) -> status.burn() > 1).map(SloConfiguration::inWords).toList();
    }

    private static Map<String, Object> inWords(SloStatus status) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("cache", status.cache());
        words.put("objective", status.objective().name());
        words.put("burn", String.format(Locale.ROOT, "%.1f", status.burn()));
        words.put("errors", status.errors());
        words.put("events", status.events());
        return words;
    }

}
