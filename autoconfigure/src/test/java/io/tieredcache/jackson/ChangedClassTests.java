package io.tieredcache.jackson;

import java.io.IOException;
import java.lang.reflect.Type;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two builds of one class, each in a class loader of its own as after a deployment.
 */
class ChangedClassTests {

    private static final String RECORD = "public record Order(int number, String note, Line line) {}";

    private static final String LINE = "public record Line(String item) {}";

    private static final String BEAN = """
            public class Order {
                private int number;
                private String note;
                private Line line;
                public int getNumber() { return number; }
                public void setNumber(int number) { this.number = number; }
                public String getNote() { return note; }
                public void setNote(String note) { this.note = note; }
                public Line getLine() { return line; }
                public void setLine(Line line) { this.line = line; }
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = { RECORD, """
            public record Order(int number, String note, Line line) {
                public static final int VERSION = 2;
                public int doubled() { return number * 2; }
                public int getTripled() { return number * 3; }
            }
            """, "public record Order(Line line, String note, int number) {}" })
    void recordWithSameComponentsIsRead(String changed) throws Exception {
        assertThat(readAfterChange(RECORD, LINE, changed, LINE)).asString().contains("number=0", "line=null");
    }

    @ParameterizedTest
    @ValueSource(strings = { "public record Order(int number, String note, Line line, String added) {}",
            "public record Order(int number, String note) {}",
            "public record Order(int number, String remark, Line line) {}",
            "public record Order(long number, String note, Line line) {}",
            "public record Order(int number, java.time.LocalDate note, Line line) {}",
            "public record Order(int number, String note, java.util.List<Line> line) {}",
            "public record Order(int number, @com.fasterxml.jackson.annotation.JsonProperty(\"n\") String note, Line line) {}" })
    void changedRecordIsRefused(String changed) {
        refusedAfterChange(RECORD, LINE, changed, LINE);
    }

    @ParameterizedTest
    @ValueSource(strings = { """
            public class Order {
                private int number;
                private Line line;
                public int getNumber() { return number; }
                public void setNumber(int number) { this.number = number; }
                public Line getLine() { return line; }
                public void setLine(Line line) { this.line = line; }
            }
            """, """
            @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
            public class Order {
                public int number;
                public String remark;
                public Line line;
            }
            """, """
            public class Order {
                public int number;
                public String note;
                public String added;
                public Line line;
            }
            """ })
    void changedBeanIsRefused(String changed) {
        refusedAfterChange(BEAN, LINE, changed, LINE);
    }

    @ParameterizedTest
    @ValueSource(strings = { "public record Line(String item, String added) {}", "public record Line() {}",
            "public class Line { public String item; public String added; }" })
    void changeInReachableClassIsRefused(String changedLine) {
        refusedAfterChange(RECORD, LINE, RECORD, changedLine);
        refusedAfterChange(BEAN, LINE, BEAN, changedLine);
    }

    private void refusedAfterChange(String order, String line, String changedOrder, String changedLine) {
        assertThatExceptionOfType(ValueConversionException.class)
            .isThrownBy(() -> readAfterChange(order, line, changedOrder, changedLine))
            .withMessage("A stored value of type 'shop.Order' was written by classes with other properties");
    }

    private Object readAfterChange(String order, String line, String changedOrder, String changedLine)
            throws Exception {
        Object value = example(build("old", order, line));
        byte[] payload = JacksonValueSerializer.json().serialize(value, value.getClass());
        Type changed = build("new", changedOrder, changedLine);
        return JacksonValueSerializer.json().deserialize(payload, changed);
    }

    private static Object example(Class<?> order) throws Exception {
        if (!order.isRecord()) {
            return order.getConstructor().newInstance();
        }
        return order.getConstructors()[0].newInstance(0, "note", null);
    }

    private Class<?> build(String name, String order, String line) throws Exception {
        Path classes = Files.createDirectories(this.folder.resolve(name));
        Path orderFile = source(name, "Order", order);
        Path lineFile = source(name, "Line", line);
        List<String> arguments = List.of("-parameters", "-proc:none", "-d", classes.toString(), "-cp",
                System.getProperty("java.class.path"), orderFile.toString(), lineFile.toString());
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).isZero();
        return load(classes);
    }

    private static Class<?> load(Path classes) throws MalformedURLException, ClassNotFoundException {
        URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() },
                ChangedClassTests.class.getClassLoader());
        return loader.loadClass("shop.Order");
    }

    private Path source(String folder, String name, String text) throws IOException {
        Path file = Files.createDirectories(this.folder.resolve(folder + "-src")).resolve(name + ".java");
        return Files.writeString(file, "package shop;\n" + text);
    }

}
