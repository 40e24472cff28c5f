package io.tieredcache.outbox;

import java.time.Duration;

/**
 * Settings of the outbox.
 *
 * @param table name of the table; that of the leader's row ends with {@code _LEADER}
 * @param relayAfter how old a row is when it is taken to have been left behind
 * @param pollInterval time between two looks at the table
 * @param retention how long a row is kept that cannot be sent
 */
public record OutboxSettings(String table, Duration relayAfter, Duration pollInterval, Duration retention) {

}
