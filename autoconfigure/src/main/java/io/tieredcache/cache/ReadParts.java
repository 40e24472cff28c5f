package io.tieredcache.cache;

/**
 * What all forms of reading one cache work with.
 *
 * @param parts what the cache works with
 * @param reader reads L2
 * @param path reads what L1 did not answer
 * @param copies the copies in L1
 * @param results what reads came to
 * @param watched the keys that are loaded again before they are missed
 * @param backlog what the source does not have yet
 * @param transactions the application's transactions
 */
record ReadParts(CacheParts parts, EntryReader reader, ReadPath path, L1Copies copies, ReadResults results,
        WatchedKeys watched, Backlog backlog, Transactions transactions) {

}
