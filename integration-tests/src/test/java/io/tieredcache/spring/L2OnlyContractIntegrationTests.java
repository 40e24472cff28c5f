package io.tieredcache.spring;

import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;

/**
 * The contract where only Redis keeps values.
 */
class L2OnlyContractIntegrationTests extends SpringCacheContract
        implements SharedLoadContract, SharedRetrieveContract, FleetPutIfAbsentContract, ValueContract {

    L2OnlyContractIntegrationTests() {
        super(CacheMode.L2_ONLY, Consistency.BOUNDED);
    }

}
