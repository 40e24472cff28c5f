package io.tieredcache.strong;

/**
 * An account.
 *
 * @param id its number
 * @param balance what is on it
 * @param version how often it was changed
 */
record Account(int id, long balance, long version) {

}
