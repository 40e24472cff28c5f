package io.tieredcache;

import java.util.List;

/**
 * The contracts of all caches that are declared or named by an annotation. A bean; made
 * anew by each call, which looks at the classes of all beans, so not for a hot path. Safe
 * for concurrent use once the application has started.
 *
 * @since 0.1.0
 */
public interface CacheContracts {

    /**
     * The contracts.
     * @return the contracts by the names of the caches
     */
    List<CacheContract> caches();

    /**
     * All annotations that invalidate tags.
     * @return the annotations, in order
     */
    List<CacheUse> tagInvalidations();

    /**
     * The contracts as a document: without times and names of instances, so that it can
     * be kept beside the code and compared.
     * @return Markdown, with line feeds
     */
    String toMarkdown();

}
