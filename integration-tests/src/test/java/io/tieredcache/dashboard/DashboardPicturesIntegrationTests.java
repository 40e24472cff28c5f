package io.tieredcache.dashboard;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pictures of the page after a minute of traffic, for the documents.
 */
@Tag("drill")
class DashboardPicturesIntegrationTests {

    private static final Duration TRAFFIC = Duration.ofSeconds(75);

    @Test
    void takesPictures() {
        Random random = new Random(4);
        try (Browser browser = Browser.start();
                ConfigurableApplicationContext context = DashboardInstance.start(Airports.class, "airport-directory",
                        "tiered-cache.caches.airports.l1.max-entries=40", "tiered-cache.audit.share=0.1",
                        "tiered-cache.caches.airports.slo.hit-ratio=0.9",
                        "tiered-cache.caches.airports.slo.miss-penalty=250ms",
                        "tiered-cache.caches.country-airports.slo.hit-ratio=0.9",
                        "tiered-cache.caches.country-airports.slo.stale-share=0.001",
                        "tiered-cache.caches.continent-statistics.ttl=3s",
                        "tiered-cache.caches.continent-statistics.stale.while-revalidate=1m")) {
            DashboardApplication.Directory directory = context.getBean(DashboardApplication.Directory.class);
            directory.airport("HAM");
            directory.airportsOf("IS");
            directory.statistics("EU");
            browser.size(1280, 900);
            browser.open("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port")
                    + "/actuator/tieredcacheui");
            browser.choose("#interval", "1000");
            long end = System.nanoTime() + TRAFFIC.toNanos();
            browser.until(TRAFFIC.multipliedBy(4), () -> {
                for (int i = 0; i < 12; i++) {
                    directory.airport("A" + (int) Math.abs(random.nextGaussian() * 40));
                    directory.airportsOf("C" + random.nextInt(20));
                }
                directory.statistics("S" + random.nextInt(6));
                directory.airport("N" + random.nextInt(100_000));
                directory.change("A" + random.nextInt(10));
                return System.nanoTime() > end;
            });
            browser.choose("#explain-cache", "airports");
            browser.find("#explain-key").sendKeys("s:HAM\n");
            browser.untilText("#explain-result", "A read now");
            browser.run("document.activeElement.blur()");
            for (String scheme : new String[] { "light", "dark" }) {
                browser.scheme(scheme);
                for (int width : new int[] { 1280, 390 }) {
                    browser.size(width, 844);
                    browser.screenshot("traffic-" + width + "-" + scheme);
                    browser.screenshot("traffic-" + width + "-" + scheme + "-top", (width > 400) ? 1090 : 1000);
                }
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /**
     * The caches without the one that nobody has.
     */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(DashboardApplication.Directory.class)
    static class Airports {

    }

}
