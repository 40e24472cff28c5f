package io.tieredcache.type;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;

import io.tieredcache.ForbiddenTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostileTypeIdTests {

    static final AtomicBoolean initialized = new AtomicBoolean();

    private static final String HERE = HostileTypeIdTests.class.getName() + "$";

    private final RecordingLoader loader = new RecordingLoader();

    private final ValueTypes types = new ValueTypes(this.loader, () -> Set.of(HERE + "Allowed", HERE + "Pair"),
            (type) -> false);

    @ParameterizedTest
    @ValueSource(strings = { "javax.script.ScriptEngineManager", "com.sun.rowset.JdbcRowSetImpl", "java.lang.Class",
            "java.lang.Runtime", "java.lang.ProcessBuilder", "java.io.File", "java.net.URL", "java.util.ArrayList",
            "java.util.List<javax.script.ScriptEngineManager>", "java.util.Map<java.lang.String,java.lang.Runtime>",
            "[Ljavax.script.ScriptEngineManager;", "[I", "java.io.File[]", "java/lang/String", "java.lang.string" })
    void forbiddenClassIsRefused(String id) {
        refused(id);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "<", ">", "[]", ",", "java.util.List", "java.util.List<", "java.util.List<>",
            "java.util.List<java.lang.String", "java.util.List<java.lang.String>>", "java.util.List<java.lang.String>x",
            "java.util.List<java.lang.String,java.lang.String>", "java.util.Map<java.lang.String>",
            "java.util.Map<java.lang.String,>", "java.util.Map<java.lang.String, java.lang.String>",
            "java.lang.String<java.lang.String>", "java.lang.String[", "java.lang.String]", "java.lang.String[]x",
            "java.lang.String[][", "int", "void", "void[]", "int<int>", "java.util.List<int>", "java.util.List[]",
            "java.util.List<java.lang.String>[]<java.lang.String>", "java.lang.String\u0000", "java.lang.String\n" })
    void malformedTextIsRefused(String id) {
        refused(id);
    }

    static Stream<String> excessive() {
        return Stream.of("a".repeat(1 << 20), "java.util.List<".repeat(1 << 16),
                "java.util.List<".repeat(16) + "java.lang.String" + ">".repeat(16), "int" + "[]".repeat(16),
                "int" + "[]".repeat(1000), "java.util.List<".repeat(10) + "int" + "[]".repeat(6) + ">".repeat(10),
                " ".repeat(2048) + "java.lang.String");
    }

    @ParameterizedTest
    @MethodSource("excessive")
    void excessiveTextIsRefused(String id) {
        refused(id);
    }

    @Test
    void deepestTypeIsResolved() {
        String id = "java.util.List<".repeat(14) + "int[]" + ">".repeat(14);
        assertThat(this.types.resolve(id).id()).isEqualTo(id);
    }

    @Test
    void allowedClassIsNotInitialized() {
        String id = HERE + "Allowed[]";
        Class<?> type = (Class<?>) this.types.resolve(id).javaType();
        assertThat(type.getComponentType().getName()).isEqualTo(HERE + "Allowed");
        assertThat(initialized).isFalse();
        assertThat(this.loader.asked).isTrue();
    }

    @Test
    void classOutsideOfTheListIsNotLoaded() {
        refused(HERE + "Forbidden");
        refused(HERE + "Forbidden[]");
        refused("java.util.List<" + HERE + "Forbidden>");
        assertThat(initialized).isFalse();
        assertThat(this.loader.asked).isFalse();
    }

    @Test
    void numberOfArgumentsOfApplicationClassIsChecked() {
        assertThat(this.types.resolve(HERE + "Pair<java.lang.String,java.lang.Long>").javaType())
            .isEqualTo(new ParameterizedTypeReference<Pair<String, Long>>() {
            }.getType());
        refused(HERE + "Pair");
        refused(HERE + "Pair<java.lang.String>");
    }

    @Test
    void randomTextIsResolvedExactlyOrRefused() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> tokens = List.of("java.util.List", "java.util.Map", "java.lang.String", "int", HERE + "Allowed",
                "<", ">", ",", "[]", "[", "]", " ", "x");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder id = new StringBuilder();
            for (int j = random.nextInt(1, 12); j > 0; j--) {
                id.append(tokens.get(random.nextInt(tokens.size())));
            }
            resolvedExactlyOrRefused(id.toString());
        }
    }

    private void resolvedExactlyOrRefused(String id) {
        try {
            assertThat(TypeText.of(this.types.resolve(id).javaType())).isEqualTo(id);
        }
        catch (ForbiddenTypeException ex) {
            assertThat(ex.getMessage()).hasSizeLessThan(300);
        }
    }

    private void refused(String id) {
        assertThatExceptionOfType(ForbiddenTypeException.class).isThrownBy(() -> this.types.resolve(id))
            .satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300).matches("[\\x20-\\x7e]*"));
        assertThatExceptionOfType(ForbiddenTypeException.class).isThrownBy(() -> this.types.expected(null, id));
        assertThatExceptionOfType(ForbiddenTypeException.class).isThrownBy(() -> this.types.expected(Object.class, id));
    }

    record Pair<A, B>(A first, B second) {

    }

    static class Allowed {

        static {
            initialized.set(true);
        }

    }

    static class Forbidden {

        static {
            initialized.set(true);
        }

    }

    private static final class RecordingLoader extends ClassLoader {

        private boolean asked;

        private RecordingLoader() {
            super(HostileTypeIdTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            this.asked = true;
            return super.loadClass(name, resolve);
        }

    }

}
