package io.tieredcache.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

import io.tieredcache.cache.CacheTransaction.Isolation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

import javax.sql.DataSource;

/**
 * What transactions see that ask for no isolation level: where it is not set, the
 * databases are asked for their usual level at the start. Where one of them does not
 * answer, or gives each transaction a snapshot, what transactions load is stored nowhere.
 *
 * @since 0.1.0
 */
public final class UsualIsolation implements Supplier<Isolation>, SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(UsualIsolation.class);

    private final Supplier<List<DataSource>> databases;

    private final boolean asked;

    private volatile Isolation isolation;

    /**
     * Create an isolation.
     * @param configured what is set, {@code null} to ask the databases
     * @param databases the application's databases
     */
    public UsualIsolation(@Nullable Isolation configured, Supplier<List<DataSource>> databases) {
        this.databases = databases;
        this.asked = configured == null;
        this.isolation = (configured != null) ? configured : Isolation.SNAPSHOT;
    }

    @Override
    public Isolation get() {
        return this.isolation;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (this.asked) {
            this.isolation = this.databases.get().stream().allMatch(UsualIsolation::seesCommitted) ? Isolation.COMMITTED
                    : Isolation.SNAPSHOT;
        }
    }

    private static boolean seesCommitted(DataSource database) {
        try (Connection connection = database.getConnection()) {
            boolean committed = SpringTransactions
                .isolationOf(connection.getTransactionIsolation()) == Isolation.COMMITTED;
            if (!committed) {
                logger.info("The database gives each transaction a snapshot: what transactions load is not cached. "
                        + "See 'tiered-cache.transactions.isolation'.");
            }
            return committed;
        }
        catch (SQLException | RuntimeException ex) {
            logger.warn("The database could not be asked for its isolation level ({}): what transactions load is not "
                    + "cached. Set 'tiered-cache.transactions.isolation'.", ex.getClass().getSimpleName());
            return false;
        }
    }

}
