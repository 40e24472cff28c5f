package io.tieredcache;

import java.lang.reflect.Type;

/**
 * Turns values into bytes for L2 and back. Applications may provide one as a bean, which
 * then serves every cache that names its {@link #id()}. Called on the reading, loading or
 * putting thread; safe for concurrent use.
 * <p>
 * The type is always known to this process beforehand: it is the declared type of a
 * method or was found in an allow-list. No class name is ever taken from the payload.
 *
 * @since 0.1.0
 */
public interface ValueSerializer {

    /**
     * Identifies the format in the stored entry: an entry written with another id is a
     * miss.
     * @return 1 to 32 ASCII characters
     */
    String id();

    /**
     * Gives the bytes of a value.
     * @param value the value, never {@code null}
     * @param type the type that it will be read back as
     * @return the bytes
     * @throws RuntimeException if the value cannot be written; it is then not stored in
     * L2, and counted
     */
    byte[] serialize(Object value, Type type);

    /**
     * Gives the value of bytes that may be damaged or hostile.
     * @param payload the bytes
     * @param type the type to read
     * @return the value
     * @throws RuntimeException if the bytes are no such value; the read is then a counted
     * miss
     */
    Object deserialize(byte[] payload, Type type);

}
