package io.tieredcache.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A detail of the cache's health that does not change its status.
 *
 * @param name the detail's name
 * @param value gives the detail, {@code null} for nothing to tell
 */
public record CacheHealthDetail(String name, Supplier<@Nullable Object> value) {

}
