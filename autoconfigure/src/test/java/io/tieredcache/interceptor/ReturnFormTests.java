package io.tieredcache.interceptor;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReturnFormTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain       | class java.lang.String
            primitive   | class java.lang.Integer
            bytes       | class [B
            strings     | class [Ljava.lang.String;
            raw         | java.util.List<java.lang.Object>
            wildcard    | java.util.List<java.lang.Number>
            variable    | class java.lang.Long
            list        | java.util.List<java.lang.Long>
            map         | java.util.Map<java.lang.String, java.util.List<java.lang.Long>>
            nested      | java.util.List<java.lang.Integer>
            optional    | class java.lang.Long
            optionals   | java.util.List<java.lang.Long>
            bounded     | interface java.lang.CharSequence
            nothing     | void
            """)
    void typeHasNoVariables(String method, String type) {
        assertThat(form(method).type()).hasToString(type);
    }

    @Test
    void arrayOfGenericTypeKeepsIt() {
        assertThat(form("arrays").type()).isInstanceOfSatisfying(GenericArrayType.class,
                (type) -> assertThat(type.getGenericComponentType()).hasToString("java.util.List<java.lang.Long>"));
    }

    @Test
    void variableBoundedByItselfEnds() {
        assertThat(form("endless").type().toString()).startsWith("java.lang.Comparable<java.lang.Comparable<");
    }

    @Test
    void onlyOptionalIsUnwrapped() {
        assertThat(form("optional").optional()).isTrue();
        assertThat(form("plain").optional()).isFalse();
        assertThat(form("optional").unwrap(Optional.of(1L))).isEqualTo(1L);
        assertThat(form("optional").unwrap(Optional.empty())).isNull();
        assertThat(form("optional").wrap(null)).isEqualTo(Optional.empty());
        assertThat(form("plain").unwrap(Optional.of("kept"))).isEqualTo(Optional.of("kept"));
    }

    private static ReturnForm form(String name) {
        Method method = Arrays.stream(Source.class.getDeclaredMethods())
            .filter((candidate) -> candidate.getName().equals(name))
            .findFirst()
            .orElseThrow();
        return ReturnForm.of(CachedMethod.of(method, LongSource.class));
    }

    interface Source<T, L extends List<Integer>> {

        String plain();

        int primitive();

        byte[] bytes();

        String[] strings();

        @SuppressWarnings("rawtypes")
        List raw();

        List<? extends Number> wildcard();

        T variable();

        List<T> list();

        Map<String, List<T>> map();

        L nested();

        List<T>[] arrays();

        Optional<T> optional();

        Optional<List<T>> optionals();

        <B extends CharSequence> B bounded(B value);

        <C extends Comparable<C>> C endless(C value);

        void nothing();

    }

    abstract static class LongSource implements Source<Long, List<Integer>> {

    }

}
