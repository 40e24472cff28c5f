package io.tieredcache;

/**
 * A property or a bean says something that the cache cannot do. It stops the start.
 *
 * @since 0.1.0
 */
public class InvalidTieredCacheConfigurationException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    private final String description;

    /** What to do. */
    private final String action;

    /**
     * Create an exception.
     * @param description what is wrong, with what was found
     * @param action what to do
     */
    public InvalidTieredCacheConfigurationException(String description, String action) {
        super(description + " " + action);
        this.description = description;
        this.action = action;
    }

    /**
     * What is wrong.
     * @return a sentence
     */
    public String getDescription() {
        return this.description;
    }

    /**
     * What to do.
     * @return a sentence
     */
    public String getAction() {
        return this.action;
    }

}
