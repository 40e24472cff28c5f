package io.tieredcache.strong;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;
import io.tieredcache.testing.TestThreads;

/**
 * Readers in the process of the test, which no writer takes with it.
 */
final class Customers implements AutoCloseable {

    private final TestInstance instance;

    private final BankDatabase database;

    private final Ledger ledger;

    private final List<CompletableFuture<Void>> readers = new ArrayList<>();

    private volatile boolean over;

    Customers(String namespace, int count, BankDatabase database, Ledger ledger, Random random) {
        this.instance = TestInstance.builder()
            .namespace(namespace)
            .cache(BankService.CACHE, new CacheSettingsBuilder().consistency(Consistency.STRONG))
            .startLive();
        this.database = database;
        this.ledger = ledger;
        for (int i = 0; i < count; i++) {
            Random own = new Random(random.nextLong());
            this.readers.add(TestThreads.run(() -> read(own)));
        }
    }

    private void read(Random random) {
        TieredCache cache = this.instance.cache(BankService.CACHE);
        EntryPolicy policy = EntryPolicy.defaults().withType(Account.class);
        while (!this.over) {
            int id = random.nextInt(this.database.accounts());
            AtomicBoolean loaded = new AtomicBoolean();
            long began = System.nanoTime();
            Account found = find(cache, policy.withTags("account:" + id), id, loaded);
            this.ledger.read(new Ledger.Read(id, found.version(), began, System.nanoTime(), !loaded.get()));
        }
    }

    private Account find(TieredCache cache, EntryPolicy policy, int id, AtomicBoolean loaded) {
        try {
            return cache.get(id, policy, (context) -> {
                loaded.set(true);
                return this.database.find(id);
            });
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close() {
        this.over = true;
        this.readers.forEach(CompletableFuture::join);
        this.instance.close();
    }

}
