package io.tieredcache.store;

/**
 * What a command came to, for those who judge whether Redis can be asked.
 */
public enum L2Outcome {

    /** Redis answered, be it with an error of the command's own. */
    ANSWERED,

    /** Redis failed, or said that it cannot serve anybody now. */
    FAILED,

    /** It says nothing about Redis. */
    UNKNOWN

}
