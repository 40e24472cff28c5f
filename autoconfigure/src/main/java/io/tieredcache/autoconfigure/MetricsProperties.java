package io.tieredcache.autoconfigure;

/**
 * Meters of the caches.
 *
 * @since 0.1.0
 */
public class MetricsProperties {

    /**
     * Most values that a tag of a 'CacheTagContributor' may have. Reads with any further
     * value are counted as 'other'.
     */
    private int maxTagValues = 100;

    public int getMaxTagValues() {
        return this.maxTagValues;
    }

    public void setMaxTagValues(int maxTagValues) {
        this.maxTagValues = maxTagValues;
    }

}
