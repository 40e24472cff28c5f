/**
 * Keeps what transactions invalidate in the application's own database until Redis has
 * acknowledged it. Public for the auto-configuration, no API.
 */
@NullMarked
package io.tieredcache.outbox;

import org.jspecify.annotations.NullMarked;
