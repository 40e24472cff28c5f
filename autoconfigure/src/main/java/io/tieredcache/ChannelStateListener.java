package io.tieredcache;

/**
 * A bean that is told of every change of the invalidation channel's state. Called in the
 * order of the changes on a thread of its own, so it may block: then later changes wait,
 * and of more than 64 that wait the oldest are left out. What it throws is logged and
 * stops nothing. Nothing is told of the stop of the application.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelStateListener {

    /**
     * Called for each change.
     * @param change the change
     */
    void onChange(ChannelStateChange change);

}
