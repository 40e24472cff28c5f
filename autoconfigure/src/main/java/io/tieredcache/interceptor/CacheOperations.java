package io.tieredcache.interceptor;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the annotations say of one method.
 *
 * @param annotations the annotations
 * @param form how the method returns what is cached
 * @param cacheables caches that may answer in place of the method, outermost first
 * @param puts caches that take the result
 * @param behinds queues that take the result, and then their caches
 * @param before what is invalidated before the method runs
 * @param after what is invalidated after it returned
 */
record CacheOperations(List<CacheAnnotation> annotations, ReturnForm form, List<CacheableOperation> cacheables,
        List<PutOperation> puts, List<BehindOperation> behinds, List<InvalidationOperation> before,
        List<InvalidationOperation> after) {

    boolean onlyRead() {
        return this.puts.isEmpty() && this.behinds.isEmpty() && this.before.isEmpty() && this.after.isEmpty();
    }

    /**
     * The caches that the annotations name.
     * @return the caches, also those that are only evicted
     */
    Stream<NamedCache> caches() {
        return Stream
            .of(this.cacheables.stream().map(CacheableOperation::cache), this.puts.stream().map(PutOperation::cache),
                    this.behinds.stream().map((behind) -> behind.put().cache()),
                    Stream.concat(this.before.stream(), this.after.stream()).map(InvalidationOperation::cache))
            .flatMap((caches) -> caches)
            .filter(Objects::nonNull);
    }

}
