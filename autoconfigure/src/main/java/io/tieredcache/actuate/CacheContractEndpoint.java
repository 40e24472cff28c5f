package io.tieredcache.actuate;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import io.tieredcache.CacheContract;
import io.tieredcache.CacheContracts;
import io.tieredcache.CacheUse;

/**
 * The contracts of the caches. An endpoint of its own: it shows no figures and no keys,
 * so that it may be exposed to more people.
 */
@Endpoint(id = "tieredcachecontract")
public final class CacheContractEndpoint {

    private final CacheContracts contracts;

    /**
     * Create an endpoint.
     * @param contracts the contracts
     */
    public CacheContractEndpoint(CacheContracts contracts) {
        this.contracts = contracts;
    }

    /**
     * The contracts.
     * @return the contracts by the names of the caches
     */
    @ReadOperation
    public Contracts contracts() {
        return new Contracts(this.contracts.caches().stream().map(ContractDescriptor::of).toList(),
                this.contracts.tagInvalidations().stream().map(UseDescriptor::of).toList());
    }

    String markdown() {
        return this.contracts.toMarkdown();
    }

    /**
     * All contracts.
     *
     * @param caches the contracts by the names of the caches
     * @param tagInvalidations all annotations that invalidate tags
     */
    record Contracts(List<ContractDescriptor> caches,
            List<UseDescriptor> tagInvalidations) implements OperationResponseBody {

    }

    /**
     * The contract of a cache.
     *
     * @param cache the cache's name
     * @param owner who answers for it
     * @param purpose what it is for
     * @param classification class of its data
     * @param notes what to know in an incident
     * @param policy its settings that others depend on
     * @param uses the annotations that name it
     * @param tagInvalidations the annotations that invalidate tags which it may have
     */
    record ContractDescriptor(String cache, @Nullable String owner, @Nullable String purpose,
            @Nullable String classification, @Nullable String notes, Map<String, String> policy,
            List<UseDescriptor> uses, List<UseDescriptor> tagInvalidations) {

        static ContractDescriptor of(CacheContract contract) {
            return new ContractDescriptor(contract.cache(), contract.text().owner(), contract.text().purpose(),
                    contract.text().classification(), contract.text().notes(), contract.policy(),
                    contract.uses().stream().map(UseDescriptor::of).toList(),
                    contract.tagInvalidations().stream().map(UseDescriptor::of).toList());
        }

    }

    /**
     * What one annotation does.
     *
     * @param kind what it does
     * @param cache name of the cache, {@code null} for tags
     * @param place the method that carries it, or the class and the event
     * @param key the expression of the key, {@code null} for none or the default one
     * @param tags the tags as they are written
     * @param dimensions names of the key dimensions that are part of the tags
     * @param times times that differ from those of the cache
     */
    record UseDescriptor(String kind, @Nullable String cache, String place, @Nullable String key, List<String> tags,
            List<String> dimensions, Map<String, String> times) {

        static UseDescriptor of(CacheUse use) {
            return new UseDescriptor(Inputs.name(use.kind()), use.cache(), use.place(), use.key(), use.tags(),
                    use.dimensions(), use.times());
        }

    }

}
