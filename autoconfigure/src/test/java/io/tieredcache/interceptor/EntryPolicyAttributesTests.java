package io.tieredcache.interceptor;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.tieredcache.EntryPolicy;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EntryPolicyAttributesTests {

    private final CacheContext context = CacheContext.subclassProxies()
        .properties(Map.of("tag", "from-property", "ttl", "45s"))
        .start((context) -> context.registerBean(Airports.class));

    private final Airports airports = this.context.bean(Airports.class);

    @AfterEach
    void close() {
        this.context.close();
    }

    private EntryPolicy policy() {
        return this.context.cache("airports").policy();
    }

    @Nested
    class Tags {

        @Test
        void literalsAreKnownBefore() {
            airports().literalTags("FRA");
            assertThat(policy().tags()).containsExactlyInAnyOrder("airports", "from-property");
        }

        @Test
        void templatesOfParametersAreKnownBefore() {
            airports().templateTags(Code.FRA, 7);
            assertThat(policy().tags()).containsExactlyInAnyOrder("airports", "code:FRA/7", "FRA");
        }

        @Test
        void nullInTemplateIsEmpty() {
            airports().templateTags(null, 7);
            assertThat(policy().tags()).containsExactlyInAnyOrder("airports", "code:/7");
        }

        @Test
        void collectionArrayAndStreamGiveManyTags() {
            UUID id = UUID.randomUUID();
            airports().manyTags(Arrays.asList("one", null), new Object[] { id, null }, "s");
            assertThat(policy().tags()).containsExactlyInAnyOrder("one", id.toString(), "s1", "s2");
        }

        @Test
        void nullAndEmptyGiveNoTag() {
            airports().manyTags(null, new Object[0], null);
            assertThat(policy().tags()).isEmpty();
        }

        @Test
        void tagsOfResultFollowFromIt() {
            airports().resultTags("FRA");
            assertThat(policy().tags()).containsExactly("code:FRA");
            assertThat(cache().entry().tags()).containsExactlyInAnyOrder("code:FRA", "city:Frankfurt", "Frankfurt/FRA");
        }

        @Test
        void resultIsContentOfOptional() {
            airports().optionalTags(Optional.of("Frankfurt"));
            assertThat(cache().entry().tags()).containsExactly("city:Frankfurt");
            cache().clear();
            airports().optionalTags(Optional.empty());
            assertThat(cache().entry().tags()).containsExactly("city:none");
        }

        @Test
        void emptyTagIsRefusedAtRunTime() {
            assertThatIllegalArgumentException().isThrownBy(() -> airports().manyTags(List.of(""), null, null))
                .withMessage(
                        "@TieredCacheable on 'EntryPolicyAttributesTests.Airports.manyTags(List,Object[],String)': "
                                + "'tags' gave a tag of 0 characters; a tag has 1 to 128.");
        }

        private Airports airports() {
            return EntryPolicyAttributesTests.this.airports;
        }

        private RecordingCache cache() {
            return EntryPolicyAttributesTests.this.context.cache("airports");
        }

    }

    @Nested
    class Times {

        private final Airports airports = EntryPolicyAttributesTests.this.airports;

        @Test
        void defaultsAreThoseOfTheCache() {
            this.airports.literalTags("FRA");
            assertThat(policy().ttl("value")).isNull();
            assertThat(policy().l1Ttl("value")).isNull();
            assertThat(policy().negativeTtl()).isNull();
        }

        @Test
        void literalsAreRead() {
            this.airports.literalTimes("FRA");
            assertThat(policy().ttl("value")).isEqualTo(Duration.ofMinutes(10));
            assertThat(policy().l1Ttl("value")).isEqualTo(Duration.ofSeconds(45));
            assertThat(policy().negativeTtl()).isEqualTo(Duration.ofMillis(500));
        }

        @Test
        void timesOfStaleValuesAndTimeoutsAreRead() {
            this.airports.waits("FRA");
            assertThat(policy().staleWhileRevalidate()).isEqualTo(Duration.ZERO);
            assertThat(policy().staleIfError()).isEqualTo(Duration.ofHours(1));
            assertThat(policy().softTimeout()).isEqualTo(Duration.ofMillis(200));
            assertThat(policy().hardTimeout()).isEqualTo(Duration.ofSeconds(45));
        }

        @Test
        void templatesAreEvaluated() {
            this.airports.templateTimes(Duration.ofHours(2), "PT30S");
            assertThat(policy().ttl("value")).isEqualTo(Duration.ofHours(2));
            assertThat(policy().ttl("short")).isEqualTo(Duration.ofSeconds(5));
            assertThat(policy().l1Ttl("value")).isEqualTo(Duration.ofSeconds(30));
            assertThat(policy().negativeTtl()).isEqualTo(Duration.ofHours(2));
        }

        @Test
        void nullOfTemplateTakesThatOfTheCache() {
            this.airports.templateTimes(null, null);
            assertThat(policy().ttl("value")).isNull();
            assertThat(policy().l1Ttl("value")).isNull();
            assertThat(policy().negativeTtl()).isNull();
        }

        @Test
        void wrongTextOfTemplateThrows() {
            assertThatIllegalArgumentException().isThrownBy(() -> this.airports.templateTimes(Duration.ZERO, null))
                .withMessage(
                        "@TieredCacheable on 'EntryPolicyAttributesTests.Airports.templateTimes(Duration,String)': "
                                + "'negativeTtl' '#{#ttl}' gave 'PT0S', which is less than 1ms.");
            this.airports.templateTimes(null, "never");
            assertThatIllegalArgumentException().isThrownBy(() -> policy().l1Ttl("value"))
                .withMessage(
                        "@TieredCacheable on 'EntryPolicyAttributesTests.Airports.templateTimes(Duration,String)': "
                                + "'l1Ttl' '#{#l1Ttl}' gave 'never', which is not a duration.");
        }

    }

    @Test
    void policyOfPutIsThatOfItsAnnotation() {
        this.airports.put("FRA");
        assertThat(policy().tags()).containsExactly("code:FRA");
        assertThat(this.context.cache("airports").entry().tags()).containsExactlyInAnyOrder("code:FRA",
                "city:Frankfurt");
        assertThat(policy().ttl("value")).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy().l1Ttl("value")).isEqualTo(Duration.ofMinutes(2));
        assertThat(policy().negativeTtl()).isEqualTo(Duration.ofMinutes(3));
        assertThat(policy().type()).isEqualTo(String.class);
    }

    @Test
    void policyThatIsTheSameForAllCallsIsOneObject() {
        this.airports.literalTimes("FRA");
        EntryPolicy first = policy();
        this.airports.literalTimes("JFK");
        assertThat(policy()).isSameAs(first);
    }

    @Test
    void brokenTagOfResultIsTheCachesToHandle() {
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.airports.brokenTag("FRA"));
        assertThat(policy().tags()).isEmpty();
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> policy().tags("value"));
    }

    enum Code {

        FRA

    }

    static class Airports {

        @TieredCacheable(cache = "airports", tags = { "airports", "${tag}" })
        public String literalTags(String code) {
            return code;
        }

        @TieredCacheable(cache = "airports", tags = { "airports", "code:#{#code}/#{#p1}", "#{#code}" })
        public String templateTags(@Nullable Code code, int number) {
            return "value";
        }

        @TieredCacheable(cache = "airports",
                tags = { "#{#list}", "#{#array}", "#{#text == null ? null : #root.target.stream(#text)}" })
        public String manyTags(@Nullable List<@Nullable String> list, @Nullable Object @Nullable [] array,
                @Nullable String text) {
            return "value";
        }

        public Stream<String> stream(String text) {
            return Stream.of(text + "1", text + "2");
        }

        @TieredCacheable(cache = "airports",
                tags = { "code:#{#code}", "city:#{#result}", "#{{#result + '/' + #code}}" })
        public String resultTags(String code) {
            return "Frankfurt";
        }

        @TieredCacheable(cache = "airports", tags = "city:#{#result ?: 'none'}")
        public Optional<String> optionalTags(Optional<String> city) {
            return city;
        }

        @TieredCacheable(cache = "airports", staleWhileRevalidate = "0s", staleIfError = "1h", softTimeout = "200ms",
                hardTimeout = "${ttl}")
        public String waits(String code) {
            return code;
        }

        @TieredCacheable(cache = "airports", ttl = "10m", l1Ttl = "${ttl}", negativeTtl = "500ms")
        public String literalTimes(String code) {
            return code;
        }

        @TieredCacheable(cache = "airports", ttl = "#{#result == 'short' ? '5s' : #ttl}", l1Ttl = "#{#l1Ttl}",
                negativeTtl = "#{#ttl}")
        public String templateTimes(@Nullable Duration ttl, @Nullable String l1Ttl) {
            return "value";
        }

        @TieredCachePut(cache = "airports", key = "#code", tags = { "code:#{#code}", "city:#{#result}" }, ttl = "1m",
                l1Ttl = "2m", negativeTtl = "3m")
        public String put(String code) {
            return "Frankfurt";
        }

        @TieredCacheable(cache = "airports", tags = "#{#result.missing}")
        public String brokenTag(String code) {
            return code;
        }

    }

}
