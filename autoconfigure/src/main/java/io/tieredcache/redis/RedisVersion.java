package io.tieredcache.redis;

/**
 * Version of a Redis server, so that what only newer servers know is used behind a check.
 *
 * @param major the major version
 * @param minor the minor version
 */
public record RedisVersion(int major, int minor) {

    private static final String FIELD = "redis_version:";

    /**
     * Reads the version from the answer to {@code INFO server}.
     * @param info the answer
     * @return the version; 0.0 if the answer names none
     */
    static RedisVersion of(String info) {
        int start = info.indexOf(FIELD);
        if (start < 0) {
            return new RedisVersion(0, 0);
        }
        String[] parts = info.substring(start + FIELD.length()).lines().findFirst().orElse("").trim().split("\\.", 3);
        try {
            return new RedisVersion(Integer.parseInt(parts[0]), (parts.length > 1) ? Integer.parseInt(parts[1]) : 0);
        }
        catch (NumberFormatException ex) {
            return new RedisVersion(0, 0);
        }
    }

    /**
     * Whether the server is at least of a version.
     * @param major the major version
     * @param minor the minor version
     * @return {@code true} if it is
     */
    public boolean isAtLeast(int major, int minor) {
        return this.major > major || (this.major == major && this.minor >= minor);
    }

    @Override
    public String toString() {
        return this.major + "." + this.minor;
    }

}
