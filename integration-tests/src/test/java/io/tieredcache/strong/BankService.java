package io.tieredcache.strong;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCacheable;

/**
 * Accounts in a strong cache, written in each of the ways that there are.
 */
class BankService {

    static final String CACHE = "accounts";

    private final ThreadLocal<Boolean> loaded = ThreadLocal.withInitial(() -> false);

    private final JdbcTemplate database;

    private final TransactionTemplate transaction;

    private final CacheInvalidator invalidator;

    private final Journal journal;

    BankService(JdbcTemplate database, TransactionTemplate transaction, CacheInvalidator invalidator, Journal journal) {
        this.database = database;
        this.transaction = transaction;
        this.invalidator = invalidator;
        this.journal = journal;
    }

    @TieredCacheable(cache = CACHE, key = "#id", tags = "account:#{#id}")
    public Account find(int id) {
        this.loaded.set(true);
        return this.database.queryForObject("select balance, version from account where id = ?",
                (row, number) -> new Account(id, row.getLong(1), row.getLong(2)), id);
    }

    /**
     * Whether the calling thread has asked the database since it last asked this.
     */
    public boolean hasLoaded() {
        boolean asked = this.loaded.get();
        this.loaded.set(false);
        return asked;
    }

    /**
     * The method's own transaction, with the advice of the cache around it.
     */
    @Transactional
    @TieredCacheEvict(cache = CACHE, key = "#from")
    @InvalidateTags("account:#{#to}")
    public void transfer(int from, int to) {
        move(from, to);
    }

    /**
     * A transaction within which caches are told.
     */
    public void transferWithin(int from, int to) {
        this.transaction.executeWithoutResult((status) -> {
            this.invalidator.invalidate(CacheInvalidation.none().key(CACHE, from).tags("account:" + to));
            move(from, to);
        });
    }

    /**
     * A statement that commits by itself.
     */
    @TieredCacheEvict(cache = CACHE, key = "#account")
    public void deposit(int account) {
        this.journal.reach(KillPoint.BEFORE_COMMIT);
        add(account, 1);
        this.journal.committed();
        this.journal.reach(KillPoint.AFTER_COMMIT);
    }

    private void move(int from, int to) {
        // In one order everywhere, so that two transfers never wait for each other.
        add(Math.min(from, to), (from < to) ? -1 : 1);
        add(Math.max(from, to), (from < to) ? 1 : -1);
    }

    private void add(int account, int amount) {
        this.database.update("update account set balance = balance + ?, version = version + 1 where id = ?", amount,
                account);
        Long version = this.database.queryForObject("select version from account where id = ?", Long.class, account);
        this.journal.changed(account, (version != null) ? version : 0);
    }

}
