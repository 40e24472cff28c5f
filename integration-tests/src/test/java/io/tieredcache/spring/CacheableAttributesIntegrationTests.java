package io.tieredcache.spring;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.TieredCacheManager;
import io.tieredcache.UnsupportedKeyTypeException;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Every attribute of Spring's own annotations on our manager.
 */
@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
class CacheableAttributesIntegrationTests {

    private ApplicationInstance application;

    private Names names;

    private Defaults defaults;

    private Calls calls;

    @BeforeAll
    void start() {
        this.application = ApplicationInstance.start(TestInstance.newNamespace(), Beans.class);
        this.names = this.application.bean(Names.class);
        this.defaults = this.application.bean(Defaults.class);
        this.calls = this.application.bean(Calls.class);
    }

    @AfterAll
    void close() {
        this.application.close();
    }

    @BeforeEach
    void clear() {
        TieredCacheManager manager = this.application.bean(TieredCacheManager.class);
        manager.getCacheNames().forEach((name) -> this.application.cache(name).clear());
        this.application.bean(OtherCaches.class).clear();
        this.calls.reset();
    }

    @Test
    void managerIsOurs() {
        assertThat(this.application.bean(CacheManager.class)).isInstanceOf(TieredCacheManager.class);
    }

    @Test
    void cacheableStoresUnderItsParameter() {
        assertThat(this.names.one("HAM")).isEqualTo("HAM 1");
        assertThat(this.names.one("HAM")).isEqualTo("HAM 1");
        assertThat(this.names.one("HGL")).isEqualTo("HGL 2");
        assertThat(value("names", "HAM")).isEqualTo("HAM 1");
    }

    @Test
    void severalParametersAreASimpleKey() {
        assertThat(this.names.two("HAM", 1)).isEqualTo("HAM 1");
        assertThat(this.names.two("HAM", 1)).isEqualTo("HAM 1");
        assertThat(this.names.two("HAM", 2)).isEqualTo("HAM 2");
        assertThat(value("names", new SimpleKey("HAM", 1))).isEqualTo("HAM 1");
    }

    @Test
    void noParameterIsTheEmptyKey() {
        assertThat(this.names.none()).isEqualTo("none 1");
        assertThat(this.names.none()).isEqualTo("none 1");
        assertThat(value("names", SimpleKey.EMPTY)).isEqualTo("none 1");
    }

    @Test
    void nullParameterIsAKeyOfItsOwn() {
        assertThat(this.names.one(null)).isEqualTo("null 1");
        assertThat(this.names.one("null")).isEqualTo("null 2");
        assertThat(this.names.one(null)).isEqualTo("null 1");
    }

    @Test
    void arrayParametersAreComparedByContent() {
        assertThat(this.names.several("HAM", "HGL")).isEqualTo("[HAM, HGL] 1");
        assertThat(this.names.several("HAM", "HGL")).isEqualTo("[HAM, HGL] 1");
        assertThat(this.names.several("HGL", "HAM")).isEqualTo("[HGL, HAM] 2");
    }

    @Test
    void keyExpressionMakesTheKey() {
        assertThat(this.names.byExpression(Airport.HAMBURG)).isEqualTo("HAM 1");
        assertThat(value("names", "HAM-LARGE")).isEqualTo("HAM 1");
    }

    @Test
    void keyExpressionThatGivesNullIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.names.byExpression(new Airport(null, null, null)))
            .withMessageContaining("Null key");
    }

    @Test
    void keyWithoutATextIsRefusedBeforeTheCall() {
        assertThatExceptionOfType(UnsupportedKeyTypeException.class)
            .isThrownBy(() -> this.names.byObject(new Object()));
        assertThat(this.calls.count()).isZero();
    }

    @Test
    void keyGeneratorMakesTheKey() {
        this.names.byGenerator("ham");
        assertThat(value("names", "HAM")).isEqualTo("ham 1");
    }

    @Test
    void severalCachesAreFilledAndRead() {
        this.names.inTwoCaches("HAM");
        assertThat(value("first", "HAM")).isEqualTo("HAM 1");
        assertThat(value("second", "HAM")).isEqualTo("HAM 1");
        this.application.cache("first").evict("HAM");
        assertThat(this.names.inTwoCaches("HAM")).isEqualTo("HAM 1");
    }

    @Test
    void namedManagerKeepsTheValue() {
        this.names.inOtherManager("HAM");
        assertThat(this.application.bean(OtherCaches.class).value("names", "HAM")).isEqualTo("HAM 1");
        assertThat(this.application.cache("names").get("HAM")).isNull();
    }

    @Test
    void ourManagerCanBeNamed() {
        this.names.inOurManager("HAM");
        assertThat(value("names", "HAM")).isEqualTo("HAM 1");
    }

    @Test
    void resolverChoosesTheCache() {
        this.names.byResolver("HAM");
        assertThat(value("resolved-byResolver", "HAM")).isEqualTo("HAM 1");
    }

    @Test
    void conditionDecidesBeforeTheCall() {
        this.names.onlyLongCodes("HAM");
        assertThat(this.application.cache("names").get("HAM")).isNull();
        this.names.onlyLongCodes("EDDH");
        assertThat(value("names", "EDDH")).isEqualTo("EDDH 2");
    }

    @Test
    void unlessDecidesByTheResult() {
        assertThat(this.names.unlessFirst("HAM")).isEqualTo("HAM 1");
        assertThat(this.application.cache("names").get("HAM")).isNull();
        assertThat(this.names.unlessFirst("HAM")).isEqualTo("HAM 2");
        assertThat(this.names.unlessFirst("HAM")).isEqualTo("HAM 2");
    }

    @Test
    void syncSharesOneCall() {
        assertThat(Callers.start(16, () -> this.names.inSync("HAM")).results()).containsOnly("HAM 1");
    }

    @Test
    void exceptionOfASyncMethodReachesTheCallerAsItIs() {
        assertThatIllegalStateException().isThrownBy(() -> this.names.failingInSync("HAM")).withMessage("HAM");
        assertThatIllegalStateException().isThrownBy(() -> this.names.failing("HAM")).withMessage("HAM");
        assertThat(this.application.cache("names").get("HAM")).isNull();
    }

    @Test
    void cachePutCallsAndStoresEachTime() {
        assertThat(this.names.put("HAM")).isEqualTo("HAM 1");
        assertThat(this.names.put("HAM")).isEqualTo("HAM 2");
        assertThat(this.names.one("HAM")).isEqualTo("HAM 2");
    }

    @Test
    void cachePutLooksAtConditionAndResult() {
        assertThat(this.names.putSome("HAM")).isEqualTo("HAM 1");
        assertThat(value("names", "HAM 1")).isEqualTo("HAM 1");
        assertThat(this.names.putSome("H")).isEqualTo("H 2");
        assertThat(this.application.cache("names").get("H 2")).isNull();
        assertThat(this.names.putSome("HAM")).isEqualTo("HAM 3");
        assertThat(this.application.cache("names").get("HAM 3")).isNull();
    }

    @Test
    void evictRemovesTheKey() {
        this.names.one("HAM");
        this.names.one("HGL");
        this.names.evict("HAM");
        assertThat(this.application.cache("names").get("HAM")).isNull();
        assertThat(value("names", "HGL")).isEqualTo("HGL 2");
    }

    @Test
    void evictThatFailsLeavesTheKey() {
        this.names.one("HAM");
        assertThatIllegalStateException().isThrownBy(() -> this.names.evictAndFail("HAM"));
        assertThat(value("names", "HAM")).isEqualTo("HAM 1");
    }

    @Test
    void evictBeforeTheCallRemovesEvenIfItFails() {
        this.names.one("HAM");
        assertThatIllegalStateException().isThrownBy(() -> this.names.evictBeforeAndFail("HAM"));
        assertThat(this.application.cache("names").get("HAM")).isNull();
    }

    @Test
    void evictLooksAtItsCondition() {
        this.names.one("HAM");
        this.names.evictLongCodes("HAM");
        assertThat(value("names", "HAM")).isEqualTo("HAM 1");
    }

    @Test
    void allEntriesAreEvicted() {
        this.names.one("HAM");
        this.names.one("HGL");
        this.names.evictAll();
        assertThat(this.application.cache("names").get("HAM")).isNull();
        assertThat(this.application.cache("names").get("HGL")).isNull();
    }

    @Test
    void allEntriesAreEvictedBeforeTheCall() {
        this.names.one("HAM");
        assertThatIllegalStateException().isThrownBy(this.names::evictAllBeforeAndFail);
        assertThat(this.application.cache("names").get("HAM")).isNull();
    }

    @Test
    void cachingGroupsAnnotations() {
        this.application.cache("second").put("HAM", "old");
        assertThat(this.names.grouped("HAM")).isEqualTo("HAM 1");
        assertThat(value("first", "HAM")).isEqualTo("HAM 1");
        assertThat(value("first", "ham")).isEqualTo("HAM 1");
        assertThat(this.application.cache("second").get("HAM")).isNull();
    }

    @Test
    void cacheableWithACachePutCallsEachTime() {
        this.names.readAndPut("HAM");
        assertThat(this.names.readAndPut("HAM")).isEqualTo("HAM 2");
        assertThat(value("first", "HAM")).isEqualTo("HAM 1");
        assertThat(value("second", "HAM")).isEqualTo("HAM 2");
    }

    @Test
    void cacheConfigGivesNameAndKeyGenerator() {
        this.defaults.find("ham");
        assertThat(value("configured", "HAM")).isEqualTo("ham 1");
    }

    @Test
    void cacheConfigIsOverridden() {
        this.defaults.findElsewhere("ham");
        assertThat(value("names", "HAM")).isEqualTo("ham 1");
    }

    private Object value(String cache, Object key) {
        ValueWrapper found = this.application.cache(cache).get(key);
        assertThat(found).as("entry of " + key + " in " + cache).isNotNull();
        return found.get();
    }

    static class Names {

        private final Calls calls;

        Names(Calls calls) {
            this.calls = calls;
        }

        @Cacheable("names")
        public String one(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable("names")
        public String two(String code, int number) {
            return code + " " + this.calls.next();
        }

        @Cacheable("names")
        public String none() {
            return "none " + this.calls.next();
        }

        @Cacheable("names")
        public String several(String... codes) {
            return List.of(codes) + " " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", key = "#airport.code != null ? #airport.code + '-' + #airport.kind : null")
        public String byExpression(Airport airport) {
            return airport.code() + " " + this.calls.next();
        }

        @Cacheable("names")
        public String byObject(Object key) {
            return "object " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", keyGenerator = "upperCaseKeys")
        public String byGenerator(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable({ "first", "second" })
        public String inTwoCaches(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", cacheManager = "otherCacheManager")
        public String inOtherManager(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", cacheManager = "tieredCacheManager")
        public String inOurManager(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable(cacheResolver = "byMethodName")
        public String byResolver(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", condition = "#code.length() > 3")
        public String onlyLongCodes(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", unless = "#result.endsWith('1')")
        public String unlessFirst(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", sync = true)
        public String inSync(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable(cacheNames = "names", sync = true)
        public String failingInSync(String code) {
            throw new IllegalStateException(code);
        }

        @Cacheable("names")
        public String failing(String code) {
            throw new IllegalStateException(code);
        }

        @CachePut("names")
        public String put(String code) {
            return code + " " + this.calls.next();
        }

        @CachePut(cacheNames = "names", key = "#result", condition = "#code.length() == 3",
                unless = "#result.endsWith('3')")
        public String putSome(String code) {
            return code + " " + this.calls.next();
        }

        @CacheEvict("names")
        public void evict(String code) {
            this.calls.next();
        }

        @CacheEvict("names")
        public void evictAndFail(String code) {
            throw new IllegalStateException(code);
        }

        @CacheEvict(cacheNames = "names", beforeInvocation = true)
        public void evictBeforeAndFail(String code) {
            throw new IllegalStateException(code);
        }

        @CacheEvict(cacheNames = "names", condition = "#code.length() > 3")
        public void evictLongCodes(String code) {
            this.calls.next();
        }

        @CacheEvict(cacheNames = "names", allEntries = true)
        public void evictAll() {
            this.calls.next();
        }

        @CacheEvict(cacheNames = "names", allEntries = true, beforeInvocation = true)
        public void evictAllBeforeAndFail() {
            throw new IllegalStateException();
        }

        @Caching(cacheable = @Cacheable("first"), put = @CachePut(cacheNames = "first", key = "#code.toLowerCase()"),
                evict = @CacheEvict("second"))
        public String grouped(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable("first")
        @CachePut("second")
        public String readAndPut(String code) {
            return code + " " + this.calls.next();
        }

    }

    @CacheConfig(cacheNames = "configured", keyGenerator = "upperCaseKeys")
    static class Defaults {

        private final Calls calls;

        Defaults(Calls calls) {
            this.calls = calls;
        }

        @Cacheable
        public String find(String code) {
            return code + " " + this.calls.next();
        }

        @Cacheable("names")
        public String findElsewhere(String code) {
            return code + " " + this.calls.next();
        }

    }

    static class OtherCaches extends ConcurrentMapCacheManager {

        void clear() {
            getCacheNames().forEach((name) -> getCache(name).clear());
        }

        Object value(String cache, Object key) {
            return getCache(cache).get(key).get();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Calls calls() {
            return new Calls();
        }

        @Bean
        Names names(Calls calls) {
            return new Names(calls);
        }

        @Bean
        Defaults defaults(Calls calls) {
            return new Defaults(calls);
        }

        @Bean(defaultCandidate = false)
        OtherCaches otherCacheManager() {
            return new OtherCaches();
        }

        @Bean
        KeyGenerator upperCaseKeys() {
            return (Object target, Method method, Object... params) -> params[0].toString().toUpperCase(Locale.ROOT);
        }

        @Bean
        CacheResolver byMethodName(TieredCacheManager manager) {
            return (CacheOperationInvocationContext<?> context) -> {
                Cache cache = manager.getCache("resolved-" + context.getMethod().getName());
                assertThat(cache).isNotNull();
                return Set.of(cache);
            };
        }

    }

}
