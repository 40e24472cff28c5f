package io.tieredcache.test;

/**
 * What is wrong with a path at present.
 *
 * @param refusing whether connections that come to the path are closed
 * @param frozen whether nothing is delivered
 * @param dropping whether what the server sends vanishes
 * @param delayNanos time by which all is delivered later, in nanoseconds
 * @param bytesPerSecond rate of each connection and direction, zero for no limit
 */
record PathFaults(boolean refusing, boolean frozen, boolean dropping, long delayNanos, long bytesPerSecond) {

    static final PathFaults NONE = new PathFaults(false, false, false, 0, 0);

    PathFaults refuse() {
        return new PathFaults(true, this.frozen, this.dropping, this.delayNanos, this.bytesPerSecond);
    }

    PathFaults freeze() {
        return new PathFaults(this.refusing, true, this.dropping, this.delayNanos, this.bytesPerSecond);
    }

    PathFaults drop() {
        return new PathFaults(this.refusing, this.frozen, true, this.delayNanos, this.bytesPerSecond);
    }

    PathFaults delay(long nanos) {
        return new PathFaults(this.refusing, this.frozen, this.dropping, nanos, this.bytesPerSecond);
    }

    PathFaults throttle(long bytes) {
        return new PathFaults(this.refusing, this.frozen, this.dropping, this.delayNanos, bytes);
    }

    /** What is wrong with both paths, and so with a connection that may become either. */
    PathFaults inCommon(PathFaults other) {
        boolean bothThrottled = this.bytesPerSecond > 0 && other.bytesPerSecond > 0;
        return new PathFaults(this.refusing && other.refusing, this.frozen && other.frozen,
                this.dropping && other.dropping, Math.min(this.delayNanos, other.delayNanos),
                bothThrottled ? Math.max(this.bytesPerSecond, other.bytesPerSecond) : 0);
    }

}
