package io.tieredcache.interceptor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tieredcache.annotation.TieredCacheable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheableAdviceTests {

    private final CacheContext context = CacheContext.subclassProxies()
        .properties(Map.of("cache.name", "airports", "cache.key", "#code"))
        .start((context) -> {
            context.registerBean(Airports.class);
            context.registerBean("codes", Codes.class);
        });

    private final Airports airports = this.context.bean(Airports.class);

    @AfterEach
    void close() {
        this.context.close();
    }

    @Test
    void missRunsMethodAndHitDoesNot() {
        assertThat(this.airports.find("FRA")).isEqualTo("FRA 1");
        assertThat(this.airports.find("FRA")).isEqualTo("FRA 1");
        assertThat(this.airports.find("JFK")).isEqualTo("JFK 2");
    }

    @Test
    void nullResultIsCached() {
        assertThat(this.airports.find("none")).isNull();
        assertThat(this.airports.find("none")).isNull();
        assertThat(this.airports.calls()).isEqualTo(1);
    }

    @Test
    void exceptionReachesCallerUnchanged() {
        IOException failure = new IOException("no database");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.airports.fail(failure)).isSameAs(failure);
        assertThat(this.context.cache("airports").entries).isEmpty();
    }

    @Nested
    class Keys {

        @Test
        void parameterByName() {
            airports().byName("FRA", 1);
            assertThat(keyIn("airports")).isEqualTo("FRA");
        }

        @Test
        void parameterByIndex() {
            airports().byIndex("FRA", 1);
            assertThat(keyIn("airports")).isEqualTo(1);
        }

        @Test
        void propertyOfParameter() {
            airports().byProperty(new Code("FRA"));
            assertThat(keyIn("airports")).isEqualTo("FRA");
        }

        @Test
        void listOfParameters() {
            airports().byList("FRA", 1);
            assertThat(keyIn("airports")).isEqualTo(List.of("FRA", 1));
        }

        @Test
        void beanGivesKey() {
            airports().byBean("fra");
            assertThat(keyIn("airports")).isEqualTo("FRA");
        }

        @Test
        void rootShowsTheCall() {
            airports().byRoot("FRA");
            assertThat(keyIn("airports"))
                .isEqualTo(List.of("byRoot", "byRoot", true, Airports.class, "FRA", "airports"));
        }

        @Test
        void parameterNamedResultIsSeen() {
            airports().byParameterNamedResult("FRA");
            assertThat(keyIn("airports")).isEqualTo("FRA");
        }

        @Test
        void placeholdersAreResolved() {
            airports().byPlaceholder("FRA");
            assertThat(keyIn("airports")).isEqualTo("FRA");
        }

        @Test
        void defaultTakesMethodAndParameters() {
            airports().find("FRA");
            assertThat(keyIn("airports")).isInstanceOf(SimpleKey.class)
                .asString()
                .matches("SimpleKey \\[CacheableAdviceTests.Airports.find\\(String\\)~[0-9a-f]{8}, FRA]");
        }

        @Test
        void nullIsRefused() {
            assertThatIllegalArgumentException().isThrownBy(() -> airports().byName(null, 1))
                .withMessage("@TieredCacheable on 'CacheableAdviceTests.Airports.byName(String,int)': "
                        + "'key' '#code' gave null, which is no key.");
            assertThat(airports().calls()).isZero();
        }

        private Airports airports() {
            return CacheableAdviceTests.this.airports;
        }

        private Object keyIn(String cache) {
            return CacheableAdviceTests.this.context.cache(cache).key();
        }

    }

    @Test
    void falseConditionRunsMethodWithoutCache() {
        assertThat(this.airports.onlyLong("FR")).isEqualTo("FR 1");
        assertThat(this.airports.onlyLong("FR")).isEqualTo("FR 2");
        assertThat(this.context.events()).isEmpty();
        assertThat(this.airports.onlyLong("FRA")).isEqualTo("FRA 3");
        assertThat(this.airports.onlyLong("FRA")).isEqualTo("FRA 3");
    }

    @Test
    void vetoedResultIsNotStored() {
        assertThat(this.airports.unlessFirst("FRA")).isEqualTo("FRA 1");
        assertThat(this.airports.unlessFirst("FRA")).isEqualTo("FRA 2");
        assertThat(this.airports.unlessFirst("FRA")).isEqualTo("FRA 2");
    }

    @Test
    void firstOfSeveralCachesIsOutermost() {
        assertThat(this.airports.nested("FRA")).isEqualTo("FRA 1");
        assertThat(this.context.events()).containsExactly("get near", "get far");
        assertThat(this.context.cache("near").entries).containsOnlyKeys("FRA");
        assertThat(this.context.cache("far").entries).containsOnlyKeys("FRA");
        this.context.cache("near").clear();
        assertThat(this.airports.nested("FRA")).isEqualTo("FRA 1");
        assertThat(this.context.cache("near").entries).containsOnlyKeys("FRA");
    }

    @Test
    void cacheWhoseConditionIsFalseIsSkipped() {
        assertThat(this.airports.nested("FR")).isEqualTo("FR 1");
        assertThat(this.context.events()).containsExactly("get far");
    }

    @Test
    void contentOfOptionalIsCached() {
        assertThat(this.airports.optional("FRA")).contains("FRA 1");
        assertThat(this.airports.optional("FRA")).contains("FRA 1");
        assertThat(this.context.cache("airports").entry().value()).isEqualTo("FRA 1");
    }

    @Test
    void emptyOptionalIsCachedAsNull() {
        assertThat(this.airports.optional("none")).isEmpty();
        assertThat(this.airports.optional("none")).isEmpty();
        assertThat(this.airports.calls()).isEqualTo(1);
        assertThat(this.context.cache("airports").entry().value()).isNull();
    }

    @Test
    void primitiveIsCached() {
        assertThat(this.airports.count("FRA")).isEqualTo(1);
        assertThat(this.airports.count("FRA")).isEqualTo(1);
    }

    record Code(String text) {

    }

    static class Codes {

        public String normalize(String code) {
            return code.toUpperCase(java.util.Locale.ROOT);
        }

    }

    static class Airports {

        private int calls;

        public int calls() {
            return this.calls;
        }

        @TieredCacheable("airports")
        public @Nullable String find(String code) {
            return code.equals("none") ? count() : load(code);
        }

        private @Nullable String count() {
            this.calls++;
            return null;
        }

        private String load(String code) {
            this.calls++;
            return code + " " + this.calls;
        }

        @TieredCacheable("airports")
        public String fail(Exception failure) throws Exception {
            throw failure;
        }

        @TieredCacheable(cache = "airports", key = "#code")
        public String byName(@Nullable String code, int number) {
            return load(String.valueOf(code));
        }

        @TieredCacheable(cache = "airports", key = "#a1")
        public String byIndex(String code, int number) {
            return load(code);
        }

        @TieredCacheable(cache = "airports", key = "#code.text")
        public String byProperty(Code code) {
            return load(code.text());
        }

        @TieredCacheable(cache = "airports", key = "{#code, #p1}")
        public List<String> byList(String code, int number) {
            return new ArrayList<>(List.of(code));
        }

        @TieredCacheable(cache = "airports", key = "@codes.normalize(#code)")
        public String byBean(String code) {
            return load(code);
        }

        @TieredCacheable(cache = "airports", key = "{#root.method.name, #root.methodName, #root.target != null, "
                + "#root.targetClass, #root.args[0], #root.caches[0].name}")
        public String byRoot(String code) {
            return load(code);
        }

        @TieredCacheable(cache = "airports", key = "#result")
        public String byParameterNamedResult(String result) {
            return load(result);
        }

        @TieredCacheable(cache = "${cache.name}", key = "${cache.key}")
        public String byPlaceholder(String code) {
            return load(code);
        }

        @TieredCacheable(cache = "airports", condition = "#code.length() == 3")
        public String onlyLong(String code) {
            return load(code);
        }

        @TieredCacheable(cache = "airports", unless = "#result.endsWith('1')")
        public String unlessFirst(String code) {
            return load(code);
        }

        @TieredCacheable(cache = "near", key = "#code", condition = "#code.length() == 3")
        @TieredCacheable(cache = "far", key = "#code")
        public String nested(String code) {
            return load(code);
        }

        @TieredCacheable("airports")
        public Optional<String> optional(String code) {
            return Optional.ofNullable(find(code));
        }

        @TieredCacheable("airports")
        public int count(String code) {
            return ++this.calls;
        }

    }

}
