package io.tieredcache.outbox;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;

/**
 * Countries, cached.
 */
class Countries {

    private final JdbcTemplate jdbc;

    Countries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @TieredCacheable(cache = "countries", key = "#code", tags = "country:#{#code}")
    public String find(String code) {
        return String.valueOf(this.jdbc.queryForObject("select name from country where code = ?", String.class, code));
    }

    /**
     * Begins its transaction by itself, so that the invalidation comes after it.
     */
    @InvalidateTags("country:#{#code}")
    @Transactional
    public void rename(String code, String name) {
        this.jdbc.update("update country set name = ? where code = ?", name, code);
    }

    @TieredCachePut(cache = "countries", key = "#code", tags = "country:#{#code}")
    @Transactional
    public String put(String code, String name) {
        this.jdbc.update("update country set name = ? where code = ?", name, code);
        return name;
    }

}
