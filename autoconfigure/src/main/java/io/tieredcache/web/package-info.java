/**
 * Tells HTTP clients which level of the cache answered.
 */
@NullMarked
package io.tieredcache.web;

import org.jspecify.annotations.NullMarked;
