package io.tieredcache.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.tieredcache.AuditReference;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.StalenessAudit;
import io.tieredcache.audit.AuditSettings;

/**
 * Properties of the staleness audit.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("tiered-cache.audit")
public class AuditProperties {

    /**
     * Share of the hits of each level that is compared with where the values come from, 0
     * to 1. Zero switches the audit off. Can be changed while the application runs.
     */
    private double share;

    /**
     * What hits are compared with: source, or l2 for hits of L1 only.
     */
    private AuditReference against = AuditReference.SOURCE;

    /**
     * Most reads of the source in a second, for all caches of this process together, on
     * average. A fraction such as 0.1 is possible.
     */
    private double maxRate = 10;

    /**
     * Most reads of the source in a second for each cache, on average.
     */
    private double maxRatePerCache = 2;

    /**
     * Most samples that wait to be compared, and most stale values that wait to be looked
     * at again. What is more is left out and counted.
     */
    private int maxOpen = 1000;

    AuditSettings settings() {
        if (!StalenessAudit.isShare(this.share)) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.audit.share' must be 0 to 1, found %s.".formatted(this.share),
                    "Set 'tiered-cache.audit.share' to a number of that range, such as 0.001.");
        }
        checkPositive("max-rate", this.maxRate);
        checkPositive("max-rate-per-cache", this.maxRatePerCache);
        checkPositive("max-open", this.maxOpen);
        return new AuditSettings(this.share, this.against, this.maxRate, this.maxRatePerCache, this.maxOpen);
    }

    private static void checkPositive(String name, Number number) {
        if (!(number.doubleValue() > 0 && number.doubleValue() <= Integer.MAX_VALUE)) {
            String property = "tiered-cache.audit." + name;
            throw new InvalidTieredCacheConfigurationException(
                    "'%s' must be positive, found %s.".formatted(property, number),
                    "Set '%s' to a positive number, or remove it. To switch the audit off, set 'tiered-cache.audit.share' to 0."
                        .formatted(property));
        }
    }

    public double getShare() {
        return this.share;
    }

    public void setShare(double share) {
        this.share = share;
    }

    public AuditReference getAgainst() {
        return this.against;
    }

    public void setAgainst(AuditReference against) {
        this.against = against;
    }

    public double getMaxRate() {
        return this.maxRate;
    }

    public void setMaxRate(double maxRate) {
        this.maxRate = maxRate;
    }

    public double getMaxRatePerCache() {
        return this.maxRatePerCache;
    }

    public void setMaxRatePerCache(double maxRatePerCache) {
        this.maxRatePerCache = maxRatePerCache;
    }

    public int getMaxOpen() {
        return this.maxOpen;
    }

    public void setMaxOpen(int maxOpen) {
        this.maxOpen = maxOpen;
    }

}
