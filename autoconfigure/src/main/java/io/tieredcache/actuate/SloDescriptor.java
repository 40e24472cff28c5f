package io.tieredcache.actuate;

import io.tieredcache.SloStatus;

/**
 * One objective of a cache as the endpoint tells it.
 *
 * @param objective what it is about
 * @param allowed share of the events that may be errors
 * @param windowMillis time over which was counted
 * @param events what was counted
 * @param errors how many of them were errors
 * @param burn share of errors divided by the share that is allowed
 */
record SloDescriptor(String objective, double allowed, long windowMillis, long events, long errors, double burn) {

    static SloDescriptor of(SloStatus status, long windowMillis) {
        return new SloDescriptor(Inputs.name(status.objective()), status.allowed(), windowMillis, status.events(),
                status.errors(), status.burn());
    }

}
