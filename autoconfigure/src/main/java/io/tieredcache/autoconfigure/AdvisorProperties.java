package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.convert.DurationUnit;

/**
 * Looks at how the Redis servers are set up.
 *
 * @since 0.1.0
 */
public class AdvisorProperties {

    /**
     * Time between two looks, the first of which is at the start. Zero means that nobody
     * looks unless asked to. A bare number is read as minutes.
     */
    @DurationUnit(ChronoUnit.MINUTES)
    private Duration interval = Duration.ofHours(1);

    public Duration getInterval() {
        return this.interval;
    }

    public void setInterval(Duration interval) {
        this.interval = interval;
    }

}
