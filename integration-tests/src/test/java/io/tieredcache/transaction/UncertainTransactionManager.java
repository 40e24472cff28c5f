package io.tieredcache.transaction;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Commits, and loses the database's answer where a test says so.
 */
class UncertainTransactionManager extends DataSourceTransactionManager {

    private static final long serialVersionUID = 1L;

    private volatile boolean losesAnswer;

    UncertainTransactionManager(DataSource database) {
        super(database);
    }

    /**
     * Loses the answer to the next commit.
     */
    void loseNextAnswer() {
        this.losesAnswer = true;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        super.doCommit(status);
        if (this.losesAnswer) {
            this.losesAnswer = false;
            throw new TransactionSystemException("the connection broke");
        }
    }

}
