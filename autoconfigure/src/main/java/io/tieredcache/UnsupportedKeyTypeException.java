package io.tieredcache;

/**
 * A cache key is of a type, or holds a value of a type, that has no canonical text form,
 * so that other instances could not find its entry in Redis. Nothing was read or stored.
 * <p>
 * The message names types only, never the key itself.
 *
 * @since 0.1.0
 */
public class UnsupportedKeyTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Type without a form.
     */
    private final Class<?> keyType;

    /**
     * Create an exception.
     * @param keyType the type without a form
     * @param message what is wrong with it and what to use in its place
     */
    public UnsupportedKeyTypeException(Class<?> keyType, String message) {
        super(message);
        this.keyType = keyType;
    }

    /**
     * Type that has no canonical text form: that of the key, or of the value inside of it
     * that was refused.
     * @return the type
     */
    public Class<?> getKeyType() {
        return this.keyType;
    }

}
