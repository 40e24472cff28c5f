package io.tieredcache.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * What people say of the cache. The cache itself does not depend on it.
 *
 * @since 0.1.0
 */
public class CacheContractProperties {

    /**
     * Who answers for the cache, such as a team.
     */
    private @Nullable String owner;

    /**
     * What the cache is for.
     */
    private @Nullable String purpose;

    /**
     * Class of the data in the words of the organisation, such as public or personal.
     */
    private @Nullable String classification;

    /**
     * What to know of the cache in an incident, in one or more lines.
     */
    private @Nullable String notes;

    public @Nullable String getOwner() {
        return this.owner;
    }

    public void setOwner(@Nullable String owner) {
        this.owner = owner;
    }

    public @Nullable String getPurpose() {
        return this.purpose;
    }

    public void setPurpose(@Nullable String purpose) {
        this.purpose = purpose;
    }

    public @Nullable String getClassification() {
        return this.classification;
    }

    public void setClassification(@Nullable String classification) {
        this.classification = classification;
    }

    public @Nullable String getNotes() {
        return this.notes;
    }

    public void setNotes(@Nullable String notes) {
        this.notes = notes;
    }

}
