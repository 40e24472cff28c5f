package io.tieredcache.spring;

import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.SentInvalidations;
import io.tieredcache.testing.TestInstance;

/**
 * Two instances of one application on one Redis.
 */
final class Fleet implements AutoCloseable {

    private final ApplicationInstance here;

    private final ApplicationInstance elsewhere;

    private final SentInvalidations sent;

    private Fleet(String namespace, Class<?>... components) {
        this.here = ApplicationInstance.start(namespace, components);
        this.elsewhere = ApplicationInstance.start(namespace, components);
        this.sent = new SentInvalidations(namespace);
    }

    static Fleet start(Class<?>... components) {
        return new Fleet(TestInstance.newNamespace(), components);
    }

    ApplicationInstance here() {
        return this.here;
    }

    ApplicationInstance elsewhere() {
        return this.elsewhere;
    }

    /**
     * Counts the calls of both instances from now on.
     */
    void resetCalls() {
        this.here.bean(Calls.class).reset();
        this.elsewhere.bean(Calls.class).reset();
    }

    /**
     * What the instances tell each other.
     */
    SentInvalidations sent() {
        return this.sent;
    }

    @Override
    public void close() {
        this.here.close();
        this.elsewhere.close();
        this.sent.close();
    }

}
