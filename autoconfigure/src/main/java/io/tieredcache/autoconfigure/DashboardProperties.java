package io.tieredcache.autoconfigure;

/**
 * A page that shows and steers the caches.
 *
 * @since 0.1.0
 */
public class DashboardProperties {

    /**
     * Whether to serve the page as the Actuator endpoint 'tieredcacheui'. It has to be
     * exposed, and so has 'tieredcache', which it asks.
     */
    private boolean enabled;

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

}
