package io.tieredcache.type;

import java.lang.reflect.Type;

/**
 * Type of a stored value.
 *
 * @param javaType the type to write and read the value as, without wildcards, type
 * variables and raw uses of generic classes
 * @param id its text in a stored entry, such as
 * {@code java.util.Map<java.lang.String,com.shop.Order[]>}; class names are binary names
 * @since 0.1.0
 */
public record ValueType(Type javaType, String id) {

}
