package io.tieredcache.transaction;

import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.tieredcache.cache.CacheTransaction.Isolation;

import static org.assertj.core.api.Assertions.assertThat;

class UsualIsolationTests {

    private static final String ISOLATION = ";INIT=set session characteristics as transaction isolation level ";

    @Test
    void databaseThatReadsWhatIsCommittedIsFoundOut() {
        assertThat(found(null, database("read committed"))).isEqualTo(Isolation.COMMITTED);
        assertThat(found(null, database("read uncommitted"))).isEqualTo(Isolation.COMMITTED);
    }

    @Test
    void databaseThatReadsASnapshotIsFoundOut() {
        assertThat(found(null, database("repeatable read"))).isEqualTo(Isolation.SNAPSHOT);
        assertThat(found(null, database("serializable"))).isEqualTo(Isolation.SNAPSHOT);
    }

    @Test
    void oneSnapshotOfSeveralDatabasesIsEnough() {
        assertThat(found(null, database("read committed"), database("repeatable read"))).isEqualTo(Isolation.SNAPSHOT);
    }

    @Test
    void databaseThatDoesNotAnswerMayReadASnapshot() {
        DriverManagerDataSource unreachable = new DriverManagerDataSource("jdbc:h2:tcp://127.0.0.1:1/nothing");
        assertThat(found(null, unreachable)).isEqualTo(Isolation.SNAPSHOT);
    }

    @Test
    void withoutADatabaseNothingReadsASnapshot() {
        assertThat(found(null)).isEqualTo(Isolation.COMMITTED);
    }

    @Test
    void settingIsStrongerThanTheDatabase() {
        assertThat(found(Isolation.SNAPSHOT, database("read committed"))).isEqualTo(Isolation.SNAPSHOT);
        assertThat(found(Isolation.COMMITTED, database("serializable"))).isEqualTo(Isolation.COMMITTED);
    }

    @Test
    void untilTheDatabasesAreAskedTheyMayReadASnapshot() {
        assertThat(new UsualIsolation(null, List::of).get()).isEqualTo(Isolation.SNAPSHOT);
    }

    private static Isolation found(Isolation configured, DataSource... databases) {
        UsualIsolation isolation = new UsualIsolation(configured, () -> List.of(databases));
        isolation.afterSingletonsInstantiated();
        return isolation.get();
    }

    private static DataSource database(String level) {
        return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ISOLATION + level);
    }

}
