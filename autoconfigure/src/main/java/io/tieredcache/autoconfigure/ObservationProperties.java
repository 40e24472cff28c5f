package io.tieredcache.autoconfigure;

/**
 * Observations of the caches' work.
 *
 * @since 0.1.0
 */
public class ObservationProperties {

    /**
     * Whether to observe loads, reads of L2, fills, refreshes and invalidations. Needs an
     * 'ObservationRegistry'.
     */
    private boolean enabled = true;

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

}
