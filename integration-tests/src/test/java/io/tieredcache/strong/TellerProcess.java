package io.tieredcache.strong;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tieredcache.TieredCacheException;

/**
 * A process of the bank: one thread writes, two read, until its input ends or it is
 * killed.
 */
final class TellerProcess {

    private static final int READERS = 2;

    private final CountDownLatch end = new CountDownLatch(1);

    private final BankService bank;

    private final TransactionTemplate transaction;

    private final Journal journal;

    private final TellerSettings settings;

    private TellerProcess(ConfigurableApplicationContext context, Journal journal, TellerSettings settings) {
        this.bank = context.getBean(BankService.class);
        this.transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        this.journal = journal;
        this.settings = settings;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream lines = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // What is logged must not get between the lines of the journal.
        System.setOut(System.err);
        Journal journal = new Journal(lines);
        TellerSettings settings = TellerSettings.of(arguments);
        ApplicationContextInitializer<GenericApplicationContext> registerJournal = (context) -> context
            .registerBean(Journal.class, () -> journal);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BankApplication.class)
            .initializers(registerJournal)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(settings.properties())
            .run()) {
            new TellerProcess(context, journal, settings).work();
        }
        System.exit(0);
    }

    private void work() throws IOException, InterruptedException {
        this.journal.ready();
        Thread[] threads = new Thread[READERS + 1];
        threads[READERS] = start("writer", () -> write(new Random(this.settings.seed())));
        for (int i = 0; i < READERS; i++) {
            Random random = new Random(this.settings.seed() + 1 + i);
            threads[i] = start("reader-" + i, () -> read(random));
        }
        // Until the parent closes the input.
        System.in.transferTo(OutputStream.nullOutputStream());
        this.end.countDown();
        for (Thread thread : threads) {
            thread.join(5_000);
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private boolean isOver() {
        return this.end.getCount() == 0;
    }

    private void read(Random random) {
        while (!isOver()) {
            int id = random.nextInt(this.settings.accounts());
            long began = System.nanoTime();
            Account found = (random.nextInt(10) == 0) ? this.transaction.execute((status) -> this.bank.find(id))
                    : this.bank.find(id);
            long ended = System.nanoTime();
            if (found != null) {
                this.journal.read(found, began, ended, !this.bank.hasLoaded());
            }
        }
    }

    private void write(Random random) {
        for (int number = 1; !isOver(); number++) {
            try {
                write(random, (number == this.settings.lastWrite()) ? this.settings.point() : null);
                this.end.await(random.nextInt(20), TimeUnit.MILLISECONDS);
            }
            catch (DataAccessException | TieredCacheException ex) {
                System.err.println("A write failed: " + ex);
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void write(Random random, @Nullable KillPoint last) {
        this.journal.begin(last);
        int from = random.nextInt(this.settings.accounts());
        int to = (from + 1 + random.nextInt(this.settings.accounts() - 1)) % this.settings.accounts();
        switch (random.nextInt(3)) {
            case 0 -> this.bank.transfer(from, to);
            case 1 -> this.bank.transferWithin(from, to);
            default -> this.bank.deposit(from);
        }
    }

}
