package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.tieredcache.annotation.TieredCacheable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is read without SpEL is what SpEL gives.
 */
class ArgumentReadersTests {

    private static final @Nullable Object[] ARGUMENTS = { "HAM", 42L,
            new Airport("EDDH", new Country("DE"), "public", null), Optional.of(new Country("FR")), null, 7 };

    private final Method method = Arrays.stream(ReflectionUtils.getDeclaredMethods(Airports.class))
        .filter((candidate) -> candidate.getName().equals("find"))
        .findFirst()
        .orElseThrow();

    @ParameterizedTest
    @ValueSource(strings = { "#code", "#p1", "#a2", "#none", "#airport.ident", "#airport.country.code",
            "#airport?.country?.code", "#airport.field", "#airport.absent", "#maybe.present", "#code + ':' + #id",
            "'airport:' + #code", "#id + #code", "#airport.country.code + '/' + #number", "#code + \"x\"",
            "{#code, #id}", "{#airport.ident, #none, 'x'}", "{#code, {#id, #number}}", "'text'" })
    void usualFormIsReadAsSpelDoes(String expression) {
        assertThat(read(expression)).isNotSameAs(ArgumentReader.UNKNOWN).isEqualTo(evaluate(expression));
    }

    @ParameterizedTest
    @ValueSource(strings = { "#maybe?.code", "#airport.absent?.code", "#number + #id", "#code + #none",
            "#code + #airport.hidden", "#airport.name", "#none?.code" })
    void whatItsValueDecidesIsLeftToSpel(String expression) {
        assertThat(read(expression)).isSameAs(ArgumentReader.UNKNOWN);
        assertThat(evaluate(expression)).satisfiesAnyOf((value) -> assertThat(value).isNull(),
                (value) -> assertThat(value).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = { "#airport.missing", "#airport.failing", "#none.code", "#airport.absent.code" })
    void errorIsLeftToSpel(String expression) {
        assertThat(read(expression)).isSameAs(ArgumentReader.UNKNOWN);
        assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> evaluate(expression));
    }

    @ParameterizedTest
    @ValueSource(strings = { "#id + 1", "#code.toUpperCase()", "#airport.country.code.length()", "T(Integer).MAX_VALUE",
            "#root", "#id > 3 ? #id : 0", "{a: #id}", "+#id", "#code[0]", "#airport?.with(3)" })
    void otherFormNeedsSpel(String expression) {
        assertThat(reader(expression)).isNull();
    }

    @Test
    void objectsOfSeveralClassesAreRead() {
        ArgumentReader reader = reader("#airport.ident");
        assertThat(reader).isNotNull();
        for (int round = 0; round < 2; round++) {
            for (Object target : List.of(new Airport("EDDH", new Country("DE"), "x", null), new Heliport())) {
                assertThat(reader.read(new Object[] { "", 1L, target }))
                    .isEqualTo((target instanceof Airport airport) ? airport.ident() : "heliport");
            }
        }
        assertThat(reader.read(new Object[] { "", 1L, "a text" })).isSameAs(ArgumentReader.UNKNOWN);
        assertThat(reader.read(new Object[] { "", 1L, Airport.class })).isSameAs(ArgumentReader.UNKNOWN);
    }

    private @Nullable Object read(String expression) {
        ArgumentReader reader = reader(expression);
        assertThat(reader).isNotNull();
        return reader.read(ARGUMENTS);
    }

    private @Nullable ArgumentReader reader(String expression) {
        SpelExpression parsed = (SpelExpression) new SpelExpressionParser().parseExpression(expression);
        CacheAnnotation annotation = new CacheAnnotation(MergedAnnotations.from(this.method).get(TieredCacheable.class),
                new CachedMethod(Airports.class, this.method), (text) -> text);
        return ArgumentReaders.of(parsed.getAST(), new CallVariables(annotation));
    }

    private @Nullable Object evaluate(String expression) {
        return new SpelExpressionParser().parseExpression(expression)
            .getValue(new MethodBasedEvaluationContext(this, this.method, ARGUMENTS,
                    DefaultParameterNameDiscoverer.getSharedInstance()));
    }

    static class Airports {

        @TieredCacheable("airports")
        public String find(String code, long id, Object airport, Optional<Country> maybe, @Nullable Object none,
                Integer number) {
            return code;
        }

    }

    record Country(String code) {
    }

    /**
     * An airport with properties of all kinds.
     */
    static final class Airport {

        public final String field;

        private final String ident;

        private final Country country;

        private final @Nullable Country absent;

        Airport(String ident, Country country, String field, @Nullable Country absent) {
            this.ident = ident;
            this.country = country;
            this.field = field;
            this.absent = absent;
        }

        public String ident() {
            return this.ident;
        }

        public String getIdent() {
            return this.ident;
        }

        public Country getCountry() {
            return this.country;
        }

        public @Nullable Country getAbsent() {
            return this.absent;
        }

        public static String getName() {
            return "static";
        }

        public Object getHidden() {
            return List.of();
        }

        public String getFailing() {
            throw new IllegalStateException("broken");
        }

    }

    static final class Heliport {

        public String getIdent() {
            return "heliport";
        }

    }

}
