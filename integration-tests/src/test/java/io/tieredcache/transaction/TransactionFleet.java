package io.tieredcache.transaction;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.store.L2Store;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.HookedL2Store;
import io.tieredcache.testing.SentInvalidations;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances of an application on one database and one Redis. Each test takes airports
 * of its own.
 */
final class TransactionFleet implements AutoCloseable {

    private final ApplicationInstance here;

    private final ApplicationInstance elsewhere;

    private final SentInvalidations sent;

    private final AtomicInteger codes = new AtomicInteger();

    TransactionFleet() {
        String namespace = TestInstance.newNamespace();
        List<String> properties = List.of(
                "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID()
                        + ";DB_CLOSE_DELAY=-1;INIT=create table if not exists airport"
                        + "(code varchar(20) primary key, name varchar(100))",
                "spring.datasource.generate-unique-name=false", "tiered-cache.invalidation.pulse-interval=200ms");
        this.here = ApplicationInstance.start(namespace, properties, TransactionalApplication.class);
        this.elsewhere = ApplicationInstance.start(namespace, properties, TransactionalApplication.class);
        this.sent = new SentInvalidations(namespace);
    }

    ApplicationInstance here() {
        return this.here;
    }

    ApplicationInstance elsewhere() {
        return this.elsewhere;
    }

    SentInvalidations sent() {
        return this.sent;
    }

    HookedL2Store l2() {
        return (HookedL2Store) this.here.bean(L2Store.class);
    }

    AirportWrites writes() {
        return this.here.bean(AirportWrites.class);
    }

    /**
     * An airport that is in the database and in no cache.
     */
    String airport(String name) {
        String code = "A" + this.codes.incrementAndGet();
        writes().renameSilently(code, name);
        return code;
    }

    /**
     * An airport that both instances have a copy of.
     */
    String cachedAirport(String name) {
        String code = airport(name);
        cacheEverywhere(code);
        return code;
    }

    void cacheEverywhere(String code) {
        find(this.here, code);
        await().atMost(Patience.LIMIT).until(() -> this.elsewhere.cache(Airports.CACHE).get(code) != null);
        find(this.elsewhere, code);
        assertCached(this.here, code, find(this.elsewhere, code));
        assertCached(this.elsewhere, code, find(this.elsewhere, code));
    }

    static String find(ApplicationInstance instance, String code) {
        return instance.bean(Airports.class).find(code);
    }

    /**
     * Reads on a thread that is in no transaction.
     */
    static String findOutside(ApplicationInstance instance, String code) {
        return outside(() -> find(instance, code));
    }

    static <T> T outside(Supplier<T> call) {
        return Patience.await(TestThreads.supply(call));
    }

    /**
     * Asserts that a read outside of the caller's transaction does not ask the database.
     */
    static void assertCached(ApplicationInstance instance, String code, String name) {
        int before = instance.bean(Airports.class).loads();
        assertThat(findOutside(instance, code)).isEqualTo(name);
        assertThat(instance.bean(Airports.class).loads()).as("loads").isEqualTo(before);
    }

    /**
     * Asserts that a read on the calling thread asks the database.
     */
    static void assertLoaded(ApplicationInstance instance, String code, String name) {
        int before = instance.bean(Airports.class).loads();
        assertThat(find(instance, code)).isEqualTo(name);
        assertThat(instance.bean(Airports.class).loads()).as("loads").isEqualTo(before + 1);
    }

    /**
     * Asserts what this instance reads now, and the other one soon.
     */
    void assertFreshEverywhere(String code, String name) {
        assertThat(findOutside(this.here, code)).isEqualTo(name);
        await().atMost(Patience.LIMIT)
            .untilAsserted(() -> assertThat(findOutside(this.elsewhere, code)).isEqualTo(name));
        assertThat(findOutside(this.here, code)).isEqualTo(name);
    }

    void inTransaction(Consumer<TransactionStatus> call) {
        template().executeWithoutResult(call);
    }

    void inTransaction(int propagation, Consumer<TransactionStatus> call) {
        TransactionTemplate template = template();
        template.setPropagationBehavior(propagation);
        template.executeWithoutResult(call);
    }

    TransactionTemplate template() {
        return new TransactionTemplate(this.here.bean(PlatformTransactionManager.class));
    }

    @Override
    public void close() {
        this.here.close();
        this.elsewhere.close();
        this.sent.close();
    }

}
