package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of the cost view.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("tiered-cache.cost")
public class CostProperties {

    /**
     * Whether to find out what the caches occupy, cost and save. Asks Redis for a random
     * sample of its keys.
     */
    private boolean enabled;

    /**
     * Time between two looks. Bills are of the last 60 of them, sizes in Redis of the
     * last 10. A bare number is read as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration sampleEvery = Duration.ofMinutes(1);

    /**
     * Keys that are drawn from each Redis in a look, 1 to 10000.
     */
    private int sampleSize = 200;

    /**
     * Instances that share the entries in Redis. Each bears its share of their price.
     */
    private int instances = 1;

    /**
     * Share of a budget from which on its use is a warning, above 0.
     */
    private double warnAt = 0.8;

    /**
     * Share of a budget from which on its use is an alarm, not below the share of the
     * warning.
     */
    private double alarmAt = 1;

    /**
     * What things cost.
     */
    private final Prices prices = new Prices();

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Duration getSampleEvery() {
        return this.sampleEvery;
    }

    public void setSampleEvery(Duration sampleEvery) {
        this.sampleEvery = sampleEvery;
    }

    public int getSampleSize() {
        return this.sampleSize;
    }

    public void setSampleSize(int sampleSize) {
        this.sampleSize = sampleSize;
    }

    public int getInstances() {
        return this.instances;
    }

    public void setInstances(int instances) {
        this.instances = instances;
    }

    public double getWarnAt() {
        return this.warnAt;
    }

    public void setWarnAt(double warnAt) {
        this.warnAt = warnAt;
    }

    public double getAlarmAt() {
        return this.alarmAt;
    }

    public void setAlarmAt(double alarmAt) {
        this.alarmAt = alarmAt;
    }

    public Prices getPrices() {
        return this.prices;
    }

    /**
     * What things cost. What has no price is no part of a bill.
     */
    public static class Prices {

        /**
         * Price of a GiB of the memory of an instance for a month of 730 hours.
         */
        private @Nullable Double l1GibMonth;

        /**
         * Price of a GiB of the memory of Redis for a month of 730 hours, replicas
         * included.
         */
        private @Nullable Double l2GibMonth;

        /**
         * Price of a GiB that goes to or comes from Redis.
         */
        private @Nullable Double networkGib;

        /**
         * Price of a call of the source, for caches that do not set one of their own.
         */
        private @Nullable Double sourceCall;

        /**
         * Currency of all prices, as three letters such as EUR. Shown with the bills.
         */
        private @Nullable String currency;

        public @Nullable Double getL1GibMonth() {
            return this.l1GibMonth;
        }

        public void setL1GibMonth(@Nullable Double l1GibMonth) {
            this.l1GibMonth = l1GibMonth;
        }

        public @Nullable Double getL2GibMonth() {
            return this.l2GibMonth;
        }

        public void setL2GibMonth(@Nullable Double l2GibMonth) {
            this.l2GibMonth = l2GibMonth;
        }

        public @Nullable Double getNetworkGib() {
            return this.networkGib;
        }

        public void setNetworkGib(@Nullable Double networkGib) {
            this.networkGib = networkGib;
        }

        public @Nullable Double getSourceCall() {
            return this.sourceCall;
        }

        public void setSourceCall(@Nullable Double sourceCall) {
            this.sourceCall = sourceCall;
        }

        public @Nullable String getCurrency() {
            return this.currency;
        }

        public void setCurrency(@Nullable String currency) {
            this.currency = currency;
        }

    }

}
