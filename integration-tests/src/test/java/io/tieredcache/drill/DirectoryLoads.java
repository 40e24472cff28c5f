package io.tieredcache.drill;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the methods of the directory do when nothing is cached: the same in every set-up.
 */
final class DirectoryLoads {

    private static final List<String> LINES = IntStream.range(0, 10)
        .mapToObj((number) -> "An airport with the number " + number)
        .toList();

    private final DrillSource source;

    DirectoryLoads(DrillSource source) {
        this.source = source;
    }

    Airport airport(int code) {
        return new Airport(code, this.source.items().countryOf(code), this.source.load(DrillCache.AIRPORTS, code),
                "Airport number " + code);
    }

    Versioned load(DrillCache cache, int key) {
        return new Versioned(key, this.source.load(cache, key), LINES);
    }

}
