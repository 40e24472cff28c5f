package io.tieredcache.autoconfigure;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.tieredcache.InvalidTieredCacheConfigurationException;

/**
 * Checks the properties of the cost view.
 */
final class CostCheck {

    private static final String PREFIX = "tiered-cache.cost.";

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private static final int MAX_SAMPLE = 10_000;

    private static final int LEAST_MILLIS = 1_000;

    private CostCheck() {
    }

    static void check(CostProperties cost) {
        if (cost.getSampleEvery().toMillis() < LEAST_MILLIS) {
            throw wrong("sample-every", "must be 1s or more", Words.of(cost.getSampleEvery()), "1m");
        }
        if (cost.getSampleSize() < 1 || cost.getSampleSize() > MAX_SAMPLE) {
            throw wrong("sample-size", "must be 1 to " + MAX_SAMPLE, Integer.toString(cost.getSampleSize()), "200");
        }
        if (cost.getInstances() < 1) {
            throw wrong("instances", "must be 1 or more", Integer.toString(cost.getInstances()), "3");
        }
        checkThreshold("warn-at", cost.getWarnAt());
        checkThreshold("alarm-at", cost.getAlarmAt());
        if (cost.getWarnAt() > cost.getAlarmAt()) {
            throw new InvalidTieredCacheConfigurationException("'%swarn-at' is %s, above '%salarm-at', which is %s."
                .formatted(PREFIX, cost.getWarnAt(), PREFIX, cost.getAlarmAt()),
                    "Set '%swarn-at' to %s or less.".formatted(PREFIX, cost.getAlarmAt()));
        }
        check(cost.getPrices());
    }

    private static void checkThreshold(String property, double share) {
        if (!(share > 0 && Double.isFinite(share))) {
            throw wrong(property, "must be above 0", Double.toString(share), "0.8");
        }
    }

    private static void check(CostProperties.Prices prices) {
        checkPrice(PREFIX + "prices.l1-gib-month", prices.getL1GibMonth());
        checkPrice(PREFIX + "prices.l2-gib-month", prices.getL2GibMonth());
        checkPrice(PREFIX + "prices.network-gib", prices.getNetworkGib());
        checkPrice(PREFIX + "prices.source-call", prices.getSourceCall());
        String currency = prices.getCurrency();
        if (currency != null && !CURRENCY.matcher(currency).matches()) {
            throw wrong("prices.currency", "must be three letters", "'" + currency + "'", "EUR");
        }
    }

    static void checkPrice(String property, @Nullable Double price) {
        if (price != null && !(price >= 0 && Double.isFinite(price))) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s' must not be negative, found %s.".formatted(property, price),
                    "Set '%s' to a price such as 0.05, or remove it.".formatted(property));
        }
    }

    private static InvalidTieredCacheConfigurationException wrong(String property, String rule, String found,
            String example) {
        return new InvalidTieredCacheConfigurationException(
                "'%s%s' %s, found %s.".formatted(PREFIX, property, rule, found),
                "Set '%s%s' to a value such as %s, or remove it.".formatted(PREFIX, property, example));
    }

}
