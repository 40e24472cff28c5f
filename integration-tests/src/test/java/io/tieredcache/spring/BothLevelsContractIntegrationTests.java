package io.tieredcache.spring;

import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;

/**
 * The contract of the usual cache, with both levels.
 */
class BothLevelsContractIntegrationTests extends SpringCacheContract implements SharedLoadContract,
        SharedRetrieveContract, FleetPutIfAbsentContract, KnownPresenceContract, ValueContract {

    BothLevelsContractIntegrationTests() {
        super(CacheMode.ON, Consistency.BOUNDED);
    }

}
