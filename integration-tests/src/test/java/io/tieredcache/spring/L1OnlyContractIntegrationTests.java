package io.tieredcache.spring;

import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;

/**
 * The contract where only this process keeps values.
 */
class L1OnlyContractIntegrationTests extends SpringCacheContract
        implements SharedLoadContract, SharedRetrieveContract, KnownPresenceContract {

    L1OnlyContractIntegrationTests() {
        super(CacheMode.L1_ONLY, Consistency.BOUNDED);
    }

}
