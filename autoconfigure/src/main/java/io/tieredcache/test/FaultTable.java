package io.tieredcache.test;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.tieredcache.test.RedisRelay.Path;
import org.jspecify.annotations.Nullable;

/**
 * The faults in force, by path. Used by the relay's thread only.
 */
final class FaultTable {

    private final Map<Path, PathFaults> byPath = new EnumMap<>(Path.class);

    void change(Set<Path> paths, UnaryOperator<PathFaults> change) {
        paths.forEach((path) -> this.byPath.put(path, change.apply(get(path))));
    }

    /** The faults of a connection, {@code null} for one that is on neither path yet. */
    PathFaults of(@Nullable Path path) {
        return (path != null) ? get(path) : get(Path.DATA).inCommon(get(Path.SUBSCRIPTION));
    }

    private PathFaults get(Path path) {
        return this.byPath.getOrDefault(path, PathFaults.NONE);
    }

}
