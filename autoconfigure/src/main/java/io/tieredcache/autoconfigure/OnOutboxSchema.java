package io.tieredcache.autoconfigure;

import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;

/**
 * Matches unless the tables of the outbox are never made: the database is not even asked
 * what it is then.
 */
final class OnOutboxSchema extends OnDatabaseInitializationCondition {

    OnOutboxSchema() {
        super("Outbox", "tiered-cache.outbox.initialize-schema");
    }

}
