package io.tieredcache.events;

import java.time.Duration;

/**
 * How events from outside are taken.
 *
 * @param pollInterval time between two looks at the stream where there was nothing
 * @param batchSize most events that are taken at once
 * @param claimAfter how long an event stays with an instance that does not finish it
 */
public record EventSettings(Duration pollInterval, int batchSize, Duration claimAfter) {

}
