package io.tieredcache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a cache promises, and who has a part in it: taken from the settings and the
 * annotations. The same code and settings give the same contract.
 *
 * @param cache the cache's name
 * @param text what people say of it
 * @param policy its settings that others depend on, in words, by the property's name
 * @param uses the annotations that name the cache, in order
 * @param tagInvalidations the annotations that invalidate tags which the entries may
 * carry, as far as what is written before an expression tells
 * @since 0.1.0
 */
public record CacheContract(String cache, ContractText text, Map<String, String> policy, List<CacheUse> uses,
        List<CacheUse> tagInvalidations) {

    /**
     * Create a contract.
     * @param cache the cache's name
     * @param text what people say of it
     * @param policy its settings that others depend on, in their order
     * @param uses the annotations that name the cache
     * @param tagInvalidations the annotations that invalidate its tags
     */
    public CacheContract {
        policy = Collections.unmodifiableMap(new LinkedHashMap<>(policy));
        uses = List.copyOf(uses);
        tagInvalidations = List.copyOf(tagInvalidations);
    }

}
