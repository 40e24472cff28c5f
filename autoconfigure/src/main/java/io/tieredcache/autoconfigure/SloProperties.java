package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of the service level objectives of all caches together.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("tiered-cache.slo")
public class SloProperties {

    /**
     * Time over which errors are counted, at least 10 seconds. A bare number is read as
     * minutes.
     */
    @DurationUnit(ChronoUnit.MINUTES)
    private Duration window = Duration.ofMinutes(5);

    public Duration getWindow() {
        return this.window;
    }

    public void setWindow(Duration window) {
        this.window = window;
    }

}
