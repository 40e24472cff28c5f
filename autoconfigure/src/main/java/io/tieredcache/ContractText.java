package io.tieredcache;

import org.jspecify.annotations.Nullable;

/**
 * What people say of a cache, for other people. Read from
 * {@code tiered-cache.caches.<name>.contract}; the cache itself does not depend on it.
 *
 * @param owner who answers for the cache, such as a team
 * @param purpose what it is for
 * @param classification class of its data, in the words of the organisation
 * @param notes what to know in an incident
 * @since 0.1.0
 */
public record ContractText(@Nullable String owner, @Nullable String purpose, @Nullable String classification,
        @Nullable String notes) {

    /** Nothing is said. */
    public static final ContractText NONE = new ContractText(null, null, null, null);

}
