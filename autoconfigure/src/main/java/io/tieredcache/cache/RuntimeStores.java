package io.tieredcache.cache;

import io.tieredcache.store.FenceTable;
import io.tieredcache.store.L1StoreFactory;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Store;

/**
 * Where things are kept.
 *
 * @param l1Factory makes L1 stores
 * @param l2 the L2 store
 * @param fences the table of tag fences
 * @param stripes number of key stripes
 * @param guard keeps L2 from making the application slow
 */
public record RuntimeStores(L1StoreFactory l1Factory, L2Store l2, FenceTable fences, int stripes, L2Guard guard) {

}
