package io.tieredcache.spring;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import io.tieredcache.CacheMode;
import io.tieredcache.Consistency;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

/**
 * The contract of {@link org.springframework.cache.Cache}, for the levels and the
 * consistency of a subclass. Each test has a cache of its own on two instances that all
 * tests of the class share.
 */
@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
abstract class SpringCacheContract
        implements LookupContract, LoadContract, WriteContract, RemovalContract, RetrieveContract, KeyContract {

    private final AtomicInteger tests = new AtomicInteger();

    private final CacheSettingsBuilder settings;

    private TestInstance here;

    private TestInstance elsewhere;

    private String name;

    SpringCacheContract(CacheMode mode, Consistency consistency) {
        this.settings = new CacheSettingsBuilder().mode(mode)
            .consistency(consistency)
            .stalenessBound(Duration.ofMinutes(1));
    }

    @BeforeAll
    void startInstances() {
        String namespace = TestInstance.newNamespace();
        this.here = start(namespace);
        this.elsewhere = start(namespace);
    }

    private TestInstance start(String namespace) {
        return TestInstance.builder()
            .namespace(namespace)
            .defaults(this.settings)
            .allowedTypes(Set.of(Airport.class.getName(), Airport.Kind.class.getName()))
            .startLive();
    }

    @AfterAll
    void closeInstances() {
        this.here.close();
        this.elsewhere.close();
    }

    @BeforeEach
    void nameCache() {
        this.name = "cache-" + this.tests.incrementAndGet();
    }

    @Override
    public TieredCache cache() {
        return this.here.cache(this.name);
    }

    @Override
    public TieredCache cacheElsewhere() {
        return this.elsewhere.cache(this.name);
    }

    TestInstance here() {
        return this.here;
    }

    TestInstance elsewhere() {
        return this.elsewhere;
    }

}
