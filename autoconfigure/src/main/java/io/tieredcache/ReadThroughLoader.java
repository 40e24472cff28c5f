package io.tieredcache;

import java.lang.reflect.Type;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The source of one cache, as a bean: with it {@link TieredCache#get(Object)} and
 * {@link TieredCache#getAll(java.util.Collection)} load what they miss. Methods with
 * cache annotations go on being loaders of their own calls, and so are loaders that
 * callers give. At most one for each cache.
 * <p>
 * Called on the threads that a {@link CacheLoader} is called on, by several at a time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface ReadThroughLoader<K, V> {

    /**
     * The cache's name. Asked for once, at the start.
     * @return the name of a cache that is declared or may be made on demand
     */
    String cache();

    /**
     * Loads a value.
     * @param key the key as the caller gave it
     * @param context the load
     * @return the value, {@code null} for a negative result
     * @throws Exception what the source threw; a checked one reaches the caller as cause
     * of a {@link ReadThroughException}
     */
    @Nullable V load(K key, LoadContext context) throws Exception;

    /**
     * Type, tags and times of the entries. Asked for once. Unless overridden the type is
     * that of the class's type parameter, where it has one, and all else the cache's own.
     * @return the policy
     */
    default EntryPolicy policy() {
        ResolvableType type = ResolvableType.forClass(getClass()).as(ReadThroughLoader.class).getGeneric(1);
        boolean known = type.resolve() != null && !type.hasUnresolvableGenerics();
        return known ? EntryPolicy.defaults().withType(type(type)) : EntryPolicy.defaults();
    }

    /**
     * A type with what its variables stand for in their place.
     */
    private static Type type(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (!type.hasGenerics()) {
            return raw;
        }
        ResolvableType[] generics = Arrays.stream(type.getGenerics())
            .map((generic) -> ResolvableType.forType(type(generic)))
            .toArray(ResolvableType[]::new);
        return ResolvableType.forClassWithGenerics(raw, generics).getType();
    }

}
