package io.tieredcache.autoconfigure;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;

/**
 * Makes the tables of the outbox, where that is asked for.
 */
final class OutboxSchema extends PropertiesBasedDataSourceScriptDatabaseInitializer<OutboxProperties> {

    OutboxSchema(DataSource dataSource, OutboxProperties properties) {
        super(dataSource, properties);
    }

}
