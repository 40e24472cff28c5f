package io.tieredcache;

/**
 * A cache annotation says something that cannot work. It stops the start.
 *
 * @since 0.1.0
 */
public class InvalidCacheAnnotationException extends InvalidTieredCacheConfigurationException {

    private static final long serialVersionUID = 1L;

    /** The annotated class or method. */
    private final String method;

    /**
     * Create an exception.
     * @param annotation the annotation's simple name
     * @param method the annotated class or method, as {@code AirportService.find(String)}
     * @param description what is wrong, naming the attribute and the value found
     * @param action what to do
     */
    public InvalidCacheAnnotationException(String annotation, String method, String description, String action) {
        super("@%s on '%s': %s".formatted(annotation, method, description), action);
        this.method = method;
    }

    /**
     * The annotated class or method.
     * @return its name
     */
    public String getMethod() {
        return this.method;
    }

}
