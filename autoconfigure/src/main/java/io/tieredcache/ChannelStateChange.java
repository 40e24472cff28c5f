package io.tieredcache;

import java.time.Instant;

/**
 * A change of the state of the invalidation channel. Given to
 * {@link ChannelStateListener}s, and published as an event of Spring's application
 * context.
 *
 * @param before the state until then
 * @param after the state from then on
 * @param at when it changed, by the clock of this process
 * @since 0.1.0
 */
public record ChannelStateChange(ChannelState before, ChannelState after, Instant at) {

}
