package io.tieredcache.strong;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * What a process of the bank tells its parent, line by line: each commit right after it,
 * each read, and where its writer stands to be killed. Times are those of
 * {@link System#nanoTime()}, which on Linux is one clock for all processes of a machine.
 */
final class Journal {

    static final String READY = "ready";

    static final String COMMIT = "W";

    static final String READ = "R";

    static final String POINT = "P";

    /** Ends each line, so that what a killed process left of one is known as such. */
    static final String END = ".";

    private final PrintStream out;

    /** What the calling thread writes, if it does. */
    private final ThreadLocal<@Nullable Write> write = new ThreadLocal<>();

    Journal(PrintStream out) {
        this.out = out;
    }

    void ready() {
        tell(READY);
    }

    /**
     * Begins a write.
     * @param last where it ends for good, {@code null} for nowhere
     */
    void begin(@Nullable KillPoint last) {
        this.write.set(new Write(new ArrayList<>(2), last));
    }

    void changed(int account, long version) {
        Write current = this.write.get();
        if (current != null) {
            current.changed().add(new Account(account, 0, version));
        }
    }

    /**
     * Notes that what was changed is committed.
     */
    void committed() {
        long now = System.nanoTime();
        Write current = this.write.get();
        if (current != null) {
            current.changed()
                .forEach((account) -> tell("%s %d %d %d".formatted(COMMIT, account.id(), account.version(), now)));
        }
    }

    void read(Account account, long began, long ended, boolean hit) {
        tell("%s %d %d %d %d %b".formatted(READ, account.id(), account.version(), began, ended, hit));
    }

    /**
     * Stops here for ever if the write is to end at this point.
     */
    void reach(KillPoint point) {
        Write current = this.write.get();
        if (current != null && current.last() == point) {
            tell(POINT + " " + point);
            try {
                new CountDownLatch(1).await();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tell(String line) {
        synchronized (this.out) {
            this.out.println(line + " " + END);
            this.out.flush();
        }
    }

    /**
     * A write.
     *
     * @param changed what it has changed
     * @param last where it ends for good, {@code null} for nowhere
     */
    private record Write(List<Account> changed, @Nullable KillPoint last) {

    }

}
