package io.tieredcache.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * Runs steps to the end where some of them may fail.
 */
final class Failures {

    private @Nullable RuntimeException first;

    void collect(Runnable step) {
        try {
            step.run();
        }
        catch (RuntimeException ex) {
            if (this.first == null) {
                this.first = ex;
            }
            else if (ex != this.first) {
                this.first.addSuppressed(ex);
            }
        }
    }

    void throwFirst() {
        if (this.first != null) {
            throw this.first;
        }
    }

}
