package io.tieredcache.cache;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheToggle;
import io.tieredcache.StalenessAudit;

/**
 * What is switched where. Its name in Redis is the kind, with the share as in
 * {@code AUDIT=0.1}, and after a blank the cache's name, if it is for one cache.
 *
 * @param toggle what is switched
 * @param cache the cache's name, {@code null} for all caches
 */
record Toggled(CacheToggle toggle, @Nullable String cache) {

    /**
     * Reads a name that may be anything.
     * @return {@code null} where a later version knows it, or nobody
     */
    static @Nullable Named of(String name) {
        int blank = name.indexOf(' ');
        String kind = (blank < 0) ? name : name.substring(0, blank);
        String cache = (blank < 0) ? null : name.substring(blank + 1);
        int sign = kind.indexOf('=');
        String word = (sign < 0) ? kind : kind.substring(0, sign);
        Double share = (sign < 0) ? null : share(kind.substring(sign + 1));
        for (CacheToggle toggle : CacheToggle.values()) {
            if (toggle.name().equals(word)) {
                boolean complete = (toggle == CacheToggle.AUDIT) ? share != null : sign < 0;
                return complete ? new Named(new Toggled(toggle, cache), share) : null;
            }
        }
        return null;
    }

    private static @Nullable Double share(String text) {
        try {
            double share = Double.parseDouble(text);
            return StalenessAudit.isShare(share) ? share : null;
        }
        catch (NumberFormatException ex) {
            return null;
        }
    }

    /**
     * The name.
     * @param share the share of an audit, {@code null} for anything else
     */
    String name(@Nullable Double share) {
        String kind = (share != null) ? this.toggle + "=" + share : this.toggle.toString();
        return (this.cache != null) ? kind + " " + this.cache : kind;
    }

    boolean concerns(String name) {
        return this.cache == null || Objects.equals(this.cache, name);
    }

    /**
     * What a name says.
     *
     * @param toggled what is switched where
     * @param share the share of an audit, {@code null} for anything else
     */
    record Named(Toggled toggled, @Nullable Double share) {

    }

}
