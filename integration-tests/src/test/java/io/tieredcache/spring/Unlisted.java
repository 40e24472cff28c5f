package io.tieredcache.spring;

/**
 * A value of a type that is on no allow-list.
 */
record Unlisted(String text) {

}
