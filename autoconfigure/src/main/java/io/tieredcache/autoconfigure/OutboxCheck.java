package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.outbox.OutboxSettings;

/**
 * Turns the properties of the outbox into its settings, and checks them.
 */
final class OutboxCheck {

    private static final String PREFIX = "tiered-cache.outbox.";

    private static final Pattern TABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

    private static final int MAX_TABLE_LENGTH = 100;

    private OutboxCheck() {
    }

    static OutboxSettings settings(OutboxProperties properties) {
        String table = properties.getTable();
        if (!TABLE.matcher(table).matches() || table.length() > MAX_TABLE_LENGTH) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%stable' is '%s', which is no name of a table.".formatted(PREFIX, table),
                    "Set it to letters, digits and underscores, with the schema in front and a dot where needed.");
        }
        checkPositive("poll-interval", properties.getPollInterval());
        checkPositive("relay-after", properties.getRelayAfter());
        checkPositive("retention", properties.getRetention());
        checkLonger("relay-after", properties.getRelayAfter(), properties.getPollInterval().multipliedBy(2));
        checkLonger("retention", properties.getRetention(), properties.getRelayAfter().multipliedBy(2));
        return new OutboxSettings(table, properties.getRelayAfter(), properties.getPollInterval(),
                properties.getRetention());
    }

    private static void checkPositive(String name, Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s%s' must be a positive time, found %s.".formatted(PREFIX, name, Words.of(duration)),
                    "Set '%s%s' to a positive time such as 10s.".formatted(PREFIX, name));
        }
    }

    private static void checkLonger(String name, Duration duration, Duration least) {
        if (duration.compareTo(least) < 0) {
            throw new InvalidTieredCacheConfigurationException("'%s%s' is %s, but must be %s at least."
                .formatted(PREFIX, name, Words.of(duration), Words.of(least)),
                    "Set '%s%s' to %s or more.".formatted(PREFIX, name, Words.of(least)));
        }
    }

}
