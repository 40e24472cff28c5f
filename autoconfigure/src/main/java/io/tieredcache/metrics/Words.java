package io.tieredcache.metrics;

import java.util.Locale;

/**
 * Constants as values of tags.
 */
final class Words {

    private Words() {
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

}
