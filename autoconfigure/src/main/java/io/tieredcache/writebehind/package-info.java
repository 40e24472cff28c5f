/**
 * Write-behind: values that are queued in Redis and written to their source later.
 */
@NullMarked
package io.tieredcache.writebehind;

import org.jspecify.annotations.NullMarked;
