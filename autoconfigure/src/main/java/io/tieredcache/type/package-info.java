/**
 * Which type a stored value has and how an entry names it: the declared type of a method,
 * or for values without one a type from an allow-list. No class is ever loaded by a name
 * that was read from Redis. Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.type;

import org.jspecify.annotations.NullMarked;
