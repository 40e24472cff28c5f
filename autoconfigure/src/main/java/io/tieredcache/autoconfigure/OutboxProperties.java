package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;

/**
 * Properties of the outbox. A class of its own, since it needs Boot's JDBC support.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("tiered-cache.outbox")
public class OutboxProperties extends DatabaseInitializationProperties {

    static final String TABLE = "TIERED_CACHE_OUTBOX";

    /**
     * Whether to write what a transaction invalidates into the application's own
     * database, so that it is sent also where the process dies after its commit. Needs
     * JDBC and a table.
     */
    private boolean enabled;

    /**
     * Name of the DataSource bean. Not needed where there is one, or a primary one.
     */
    private @Nullable String dataSource;

    /**
     * Name of the table. That of the leader's row ends with _LEADER. Another name than
     * the usual one needs a schema script of your own.
     */
    private String table = TABLE;

    /**
     * How long after its commit an invalidation is taken to have been left behind, and is
     * sent by another instance. At least twice the poll interval. A bare number is read
     * as seconds.
     */
    @DurationUnit(ChronoUnit.SECONDS)
    private Duration relayAfter = Duration.ofSeconds(10);

    /**
     * Time between two looks at the table. A bare number is read as milliseconds.
     */
    @DurationUnit(ChronoUnit.MILLIS)
    private Duration pollInterval = Duration.ofSeconds(2);

    /**
     * How long an invalidation is kept that cannot be sent. Longer than any entry lives.
     * A bare number is read as days.
     */
    @DurationUnit(ChronoUnit.DAYS)
    private Duration retention = Duration.ofDays(7);

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable String getDataSource() {
        return this.dataSource;
    }

    public void setDataSource(@Nullable String dataSource) {
        this.dataSource = dataSource;
    }

    public String getTable() {
        return this.table;
    }

    public void setTable(String table) {
        this.table = table;
    }

    public Duration getRelayAfter() {
        return this.relayAfter;
    }

    public void setRelayAfter(Duration relayAfter) {
        this.relayAfter = relayAfter;
    }

    public Duration getPollInterval() {
        return this.pollInterval;
    }

    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public Duration getRetention() {
        return this.retention;
    }

    public void setRetention(Duration retention) {
        this.retention = retention;
    }

    @Override
    public String getDefaultSchemaLocation() {
        return "classpath:io/tieredcache/outbox/schema-@@platform@@.sql";
    }

}
