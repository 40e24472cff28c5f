/**
 * Fault kit for tests of applications: a relay in front of Redis that can be made to
 * fail, assertions on what several instances serve, and one on the contract of the
 * caches. Needs JUnit only where its extension is used; not meant for production.
 */
@NullMarked
package io.tieredcache.test;

import org.jspecify.annotations.NullMarked;
