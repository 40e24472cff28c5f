package io.tieredcache.spring;

import java.util.List;

/**
 * A value of an application.
 */
record Airport(String code, Kind kind, List<Integer> runways) {

    static final Airport HAMBURG = new Airport("HAM", Kind.LARGE, List.of(3666, 3250));

    static final Airport HELGOLAND = new Airport("HGL", Kind.SMALL, List.of(480));

    /**
     * How large an airport is.
     */
    enum Kind {

        SMALL, LARGE

    }

}
