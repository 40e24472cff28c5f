package io.tieredcache.spring;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheInvocationParameter;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import javax.cache.annotation.GeneratedCacheKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.SimpleKey;

import io.tieredcache.CacheCounter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The annotations of JSR-107 on two instances of an application.
 */
@org.junit.jupiter.api.TestInstance(Lifecycle.PER_CLASS)
class JCacheAnnotationsIntegrationTests {

    private Fleet fleet;

    private Airports here;

    private Airports elsewhere;

    @BeforeAll
    void start() {
        this.fleet = Fleet.start(Calls.class, Airports.class);
        this.here = this.fleet.here().bean(Airports.class);
        this.elsewhere = this.fleet.elsewhere().bean(Airports.class);
    }

    @AfterAll
    void close() {
        this.fleet.close();
    }

    @BeforeEach
    void clear() {
        for (String cache : List.of("airports", "names", "failures")) {
            this.fleet.here().cache(cache).clear();
            this.fleet.elsewhere().cache(cache).clear();
        }
        this.fleet.resetCalls();
    }

    @Test
    void cacheResultIsFoundElsewhere() {
        assertThat(this.here.find("HAM")).isEqualTo(Airport.HAMBURG);
        assertThat(this.here.find("HAM")).isEqualTo(Airport.HAMBURG);
        awaitElsewhere("airports", "HAM");
        assertThat(this.elsewhere.find("HAM")).isEqualTo(Airport.HAMBURG);
        assertCalls(1, 0);
    }

    @Test
    void listOfRecordsComesBackAsSuch() {
        this.here.all();
        awaitElsewhere("airports", SimpleKey.EMPTY);
        assertThat(this.elsewhere.all()).containsExactly(Airport.HAMBURG, Airport.HELGOLAND);
        assertCalls(1, 0);
    }

    @Test
    void nullIsFoundElsewhere() {
        assertThat(this.here.find("QQQ")).isNull();
        awaitElsewhere("airports", "QQQ");
        assertThat(this.elsewhere.find("QQQ")).isNull();
        assertCalls(1, 0);
    }

    @Test
    void cacheKeyChoosesTheParameters() {
        this.here.findFor("HAM", "anyone");
        assertThat(this.here.findFor("HAM", "somebody else")).isEqualTo(Airport.HAMBURG);
        assertCalls(1, 0);
    }

    @Test
    void keyGeneratorMakesTheKey() {
        assertThat(this.here.name("ham")).isEqualTo("ham 1");
        assertThat(this.here.name("HAM")).isEqualTo("ham 1");
        awaitElsewhere("names", new UpperCaseKey("HAM"));
        assertThat(this.elsewhere.name("Ham")).isEqualTo("ham 1");
    }

    @Test
    void skipGetCallsAndStoresEachTime() {
        assertThat(this.here.renew("HAM")).isEqualTo("HAM 1");
        assertThat(this.here.renew("HAM")).isEqualTo("HAM 2");
        assertThat(this.fleet.here().cache("names").get("HAM")).extracting(ValueWrapper::get).isEqualTo("HAM 2");
    }

    @Test
    void exceptionIsCachedOnThisInstance() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.here.failing("HAM")).withMessage("HAM 1");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.here.failing("HAM")).withMessage("HAM 1");
        assertCalls(1, 0);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.elsewhere.failing("HAM"))
            .withMessage("HAM 1");
        assertCalls(1, 1);
    }

    @Test
    void exceptionThatIsNotToBeCachedIsNot() {
        assertThatIllegalStateException().isThrownBy(() -> this.here.failingOtherwise("HAM"));
        assertThatIllegalStateException().isThrownBy(() -> this.here.failingOtherwise("HAM"));
        assertCalls(2, 0);
    }

    @Test
    void cachePutStoresTheMarkedParameter() {
        this.here.save("HAM", Airport.HELGOLAND);
        assertThat(this.here.find("HAM")).isEqualTo(Airport.HELGOLAND);
        assertThat(this.elsewhere.find("HAM")).isEqualTo(Airport.HELGOLAND);
        assertCalls(0, 0);
    }

    @Test
    void cachePutIsSeenElsewhere() {
        fillBoth();
        this.here.save("HAM", Airport.HELGOLAND);
        await().atMost(Duration.ofSeconds(10)).until(() -> this.elsewhere.find("HAM").equals(Airport.HELGOLAND));
        assertCalls(1, 0);
    }

    @Test
    void cachePutStoresNothingForItsExceptions() {
        assertThatIllegalStateException().isThrownBy(() -> this.here.saveAndFail("HAM", Airport.HELGOLAND));
        assertThat(this.fleet.here().cache("airports").get("HAM")).isNull();
    }

    @Test
    void cachePutBeforeTheCallStoresEvenIfItFails() {
        assertThatIllegalStateException().isThrownBy(() -> this.here.saveBeforeAndFail("HAM", Airport.HELGOLAND));
        assertThat(this.here.find("HAM")).isEqualTo(Airport.HELGOLAND);
    }

    @Test
    void cacheRemoveReachesTheOtherInstance() {
        fillBoth();
        this.here.remove("HAM");
        assertThat(this.fleet.here().cache("airports").get("HAM")).isNull();
        awaitGoneElsewhere();
    }

    @Test
    void cacheRemoveRemovesNothingForItsExceptions() {
        fillBoth();
        assertThatIllegalStateException().isThrownBy(() -> this.here.removeAndFail("HAM"));
        assertThat(this.here.find("HAM")).isEqualTo(Airport.HAMBURG);
        assertCalls(1, 0);
    }

    @Test
    void cacheRemoveBeforeTheCallRemovesEvenIfItFails() {
        fillBoth();
        assertThatIllegalStateException().isThrownBy(() -> this.here.removeBeforeAndFail("HAM"));
        assertThat(this.fleet.here().cache("airports").get("HAM")).isNull();
        awaitGoneElsewhere();
    }

    @Test
    void cacheRemoveAllReachesTheOtherInstance() {
        fillBoth();
        this.here.removeAll();
        assertThat(this.fleet.here().cache("airports").get("HAM")).isNull();
        awaitGoneElsewhere();
    }

    @Test
    void missesSendNoMessage() throws Exception {
        int before = this.fleet.sent().count();
        long fills = this.fleet.here().cache("airports").count(CacheCounter.FILL);
        for (int i = 0; i < 100; i++) {
            this.here.find("miss " + i);
        }
        await().atMost(Duration.ofSeconds(10))
            .until(() -> this.fleet.here().cache("airports").count(CacheCounter.FILL) >= fills + 100);
        assertThat(this.fleet.sent().count()).isEqualTo(before);
    }

    private void fillBoth() {
        this.here.find("HAM");
        awaitElsewhere("airports", "HAM");
        this.elsewhere.find("HAM");
    }

    private void awaitElsewhere(String cache, Object key) {
        StoredEntries.awaitStored(this.fleet.elsewhere().cache(cache), key);
    }

    private void awaitGoneElsewhere() {
        await().atMost(Duration.ofSeconds(10)).until(() -> this.fleet.elsewhere().cache("airports").get("HAM") == null);
    }

    private void assertCalls(int here, int elsewhere) {
        assertThat(this.fleet.here().bean(Calls.class).count()).as("calls here").isEqualTo(here);
        assertThat(this.fleet.elsewhere().bean(Calls.class).count()).as("calls elsewhere").isEqualTo(elsewhere);
    }

    @CacheDefaults(cacheName = "airports")
    static class Airports {

        private final Calls calls;

        Airports(Calls calls) {
            this.calls = calls;
        }

        @CacheResult
        public Airport find(String code) {
            this.calls.next();
            return code.equals("HAM") ? Airport.HAMBURG : null;
        }

        @CacheResult
        public List<Airport> all() {
            this.calls.next();
            return List.of(Airport.HAMBURG, Airport.HELGOLAND);
        }

        @CacheResult
        public Airport findFor(@CacheKey String code, String user) {
            return find(code);
        }

        @CacheResult(cacheName = "names", cacheKeyGenerator = UpperCaseKeys.class)
        public String name(String code) {
            return code + " " + this.calls.next();
        }

        @CacheResult(cacheName = "names", skipGet = true)
        public String renew(String code) {
            return code + " " + this.calls.next();
        }

        @CacheResult(exceptionCacheName = "failures", cachedExceptions = IOException.class)
        public Airport failing(String code) throws IOException {
            throw new IOException(code + " " + this.calls.next());
        }

        @CacheResult(exceptionCacheName = "failures", nonCachedExceptions = IllegalStateException.class)
        public Airport failingOtherwise(String code) {
            throw new IllegalStateException(code + " " + this.calls.next());
        }

        @CachePut
        public void save(@CacheKey String code, @CacheValue Airport airport) {
        }

        @CachePut(noCacheFor = IllegalStateException.class)
        public void saveAndFail(@CacheKey String code, @CacheValue Airport airport) {
            throw new IllegalStateException(code);
        }

        @CachePut(afterInvocation = false)
        public void saveBeforeAndFail(@CacheKey String code, @CacheValue Airport airport) {
            throw new IllegalStateException(code);
        }

        @CacheRemove
        public void remove(String code) {
        }

        @CacheRemove(noEvictFor = IllegalStateException.class)
        public void removeAndFail(String code) {
            throw new IllegalStateException(code);
        }

        @CacheRemove(afterInvocation = false)
        public void removeBeforeAndFail(String code) {
            throw new IllegalStateException(code);
        }

        @CacheRemoveAll
        public void removeAll() {
        }

    }

    /**
     * A key of a generator: a record, so that it has a text.
     *
     * @param code the code
     */
    record UpperCaseKey(String code) implements GeneratedCacheKey {

    }

    static class UpperCaseKeys implements CacheKeyGenerator {

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            CacheInvocationParameter parameter = context.getKeyParameters()[0];
            return new UpperCaseKey(parameter.getValue().toString().toUpperCase(Locale.ROOT));
        }

    }

}
