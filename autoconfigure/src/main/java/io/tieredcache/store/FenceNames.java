package io.tieredcache.store;

/**
 * Names of the fences of a namespace. Caches and the namespace itself are fenced like
 * tags, under names that no tag can have.
 */
public final class FenceNames {

    /** The fence that every entry of the namespace is judged by. */
    public static final String NAMESPACE = "all";

    private static final String TAG = "tag:";

    private static final String CACHE = "cache:";

    private static final String DERIVED_FROM = "from:";

    /** Most characters of a tag. */
    public static final int MAX_TAG_LENGTH = 128;

    private FenceNames() {
    }

    /**
     * The fence of a cache.
     * @param cache the cache's name
     * @return the fence's name
     */
    public static String ofCache(String cache) {
        return CACHE + cache;
    }

    /**
     * The fence of what is derived from a cache: raised with any key of that cache.
     * @param cache the cache's name
     * @return the fence's name
     */
    public static String ofDerivedFrom(String cache) {
        return DERIVED_FROM + cache;
    }

    /**
     * The fence of a tag.
     * @param scope text of the key dimensions that are part of the tag, empty for none
     * @param tag the tag
     * @return the fence's name
     * @throws IllegalArgumentException if the tag is empty or longer than 128 characters
     */
    public static String ofTag(String scope, String tag) {
        if (!isValidTag(tag)) {
            throw new IllegalArgumentException(
                    "A tag has %d characters, but must have 1 to %d. Shorten it, for example to a type and an id."
                        .formatted(tag.length(), MAX_TAG_LENGTH));
        }
        return TAG + scope + tag;
    }

    /**
     * Whether a text can be a tag.
     * @param tag the text
     * @return {@code false} if it is empty or longer than 128 characters
     */
    public static boolean isValidTag(String tag) {
        return !tag.isEmpty() && tag.length() <= MAX_TAG_LENGTH;
    }

    /**
     * The fence of a tag as an entry carries it, with its scope.
     * @param stored the stored text
     * @return the fence's name
     */
    public static String ofStoredTag(String stored) {
        return TAG + stored;
    }

    /**
     * The text by which an entry carries a tag.
     * @param name the name of a tag's fence
     * @return the text, with its scope
     */
    public static String storedTag(String name) {
        return name.substring(TAG.length());
    }

    /**
     * Whether a fence is that of a tag.
     * @param name the fence's name
     * @return {@code false} for a cache or the namespace
     */
    public static boolean isTag(String name) {
        return name.startsWith(TAG);
    }

    /**
     * Whether a text that others wrote can be the name of a fence.
     * @param name the text
     * @return {@code false} for whatever else a namespace has in Redis
     */
    public static boolean isFence(String name) {
        return name.equals(NAMESPACE) || isTag(name) || name.startsWith(CACHE) || name.startsWith(DERIVED_FROM);
    }

}
