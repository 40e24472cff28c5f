package io.tieredcache;

/**
 * Which instance this is, of which namespace. A bean.
 *
 * @param namespace the namespace, whose instances share their entries
 * @param id the instance's id, another one after each start
 * @since 0.1.0
 */
public record CacheInstance(String namespace, String id) {

}
