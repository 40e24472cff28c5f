package io.tieredcache.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tieredcache.annotation.TieredCacheable;

/**
 * Reads airports of the database, counting how often it is asked.
 */
class Airports {

    static final String CACHE = "airports";

    static final String SPRING_CACHE = "springs-airports";

    static final String TAGGED_CACHE = "airports-tagged-by-result";

    private final JdbcTemplate jdbc;

    private final AtomicInteger loads = new AtomicInteger();

    private final Pause pause = new Pause();

    Airports(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @TieredCacheable(cache = CACHE, key = "#code", tags = "airport:#{#code}")
    public String find(String code) {
        return load(code);
    }

    @TieredCacheable(cache = TAGGED_CACHE, key = "#code", tags = "name:#{#result}")
    public String findTaggedByResult(String code) {
        return load(code);
    }

    @Cacheable(SPRING_CACHE)
    public String findBySpring(String code) {
        return load(code);
    }

    @Cacheable(cacheNames = SPRING_CACHE, sync = true)
    public String findBySpringInSync(String code) {
        return load(code);
    }

    @Cacheable(SPRING_CACHE)
    public CompletableFuture<String> findBySpringAsync(String code) {
        return CompletableFuture.completedFuture(load(code));
    }

    private String load(String code) {
        this.loads.incrementAndGet();
        String name = this.jdbc.queryForObject("select name from airport where code = ?", String.class, code);
        this.pause.here();
        return name;
    }

    /**
     * How often the database was asked.
     */
    public int loads() {
        return this.loads.get();
    }

    /**
     * Where loads stop that have read the database.
     */
    public Pause pause() {
        return this.pause;
    }

}
