/**
 * Values as JSON, Smile or CBOR, written and read by Jackson.
 */
@NullMarked
package io.tieredcache.jackson;

import org.jspecify.annotations.NullMarked;
