package io.tieredcache.dashboard;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheable;

/**
 * An application with caches to look at, one of which has a name that is markup.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class DashboardApplication {

    static final String HOSTILE = "<img src=x onerror=document.title='taken'>";

    @Bean
    Directory directory() {
        return new Directory();
    }

    @Bean
    Hostile hostile() {
        return new Hostile();
    }

    static class Hostile {

        @TieredCacheable(cache = HOSTILE, key = "#code")
        public String hostile(String code) {
            return code;
        }

    }

    static class Directory {

        private final AtomicInteger loads = new AtomicInteger();

        @TieredCacheable(cache = "airports", key = "#code", tags = { "airport:#{#code}", "country:IS" })
        public String airport(String code) {
            return "airport " + code + " of load " + this.loads.incrementAndGet();
        }

        @TieredCacheable(cache = "country-airports", key = "#code", tags = "country:#{#code}")
        public String airportsOf(String code) {
            return "airports of " + code;
        }

        @TieredCacheable(cache = "continent-statistics", key = "#code", tags = "continent:#{#code}")
        public String statistics(String code) {
            return "statistics of " + code;
        }

        @InvalidateTags("airport:#{#code}")
        public void change(String code) {
        }

        int loads() {
            return this.loads.get();
        }

    }

}
