package io.tieredcache.audit;

import io.tieredcache.AuditReference;

/**
 * Settings of the audit, checked.
 *
 * @param share share of the hits of each level at the start, 0 to 1
 * @param against what hits are compared with
 * @param maxRate most reads of the reference in a second, of all caches
 * @param maxRatePerCache most reads of the reference in a second, of one cache
 * @param maxOpen most samples, and most findings, that wait
 */
public record AuditSettings(double share, AuditReference against, double maxRate, double maxRatePerCache, int maxOpen) {

}
