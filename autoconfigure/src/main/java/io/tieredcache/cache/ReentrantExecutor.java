package io.tieredcache.cache;

import java.util.concurrent.Executor;

/**
 * Runs a task at once where the calling thread runs one of this executor already: a
 * loader may wait for another read, and that read must not wait for a free thread.
 */
final class ReentrantExecutor implements Executor {

    private final ThreadLocal<Boolean> running = new ThreadLocal<>();

    private final Executor target;

    ReentrantExecutor(Executor target) {
        this.target = target;
    }

    @Override
    public void execute(Runnable task) {
        if (this.running.get() != null) {
            task.run();
        }
        else {
            this.target.execute(() -> run(task));
        }
    }

    private void run(Runnable task) {
        this.running.set(Boolean.TRUE);
        try {
            task.run();
        }
        finally {
            this.running.remove();
        }
    }

}
