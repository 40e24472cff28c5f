package io.tieredcache.metrics;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prometheus' own tool reads the alert rules and the expressions of the Grafana
 * dashboard, and lets the alerts fire. Where it is not installed these tests are left
 * out, or fail if {@code CI=true}.
 */
class PromtoolTests {

    private static final Path FILES = Path.of("..", "docs", "grafana");

    private static final Path SCENARIO = Path.of("src", "test", "resources", "io", "tieredcache", "metrics",
            "alerts-test.yml");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?\\w+}?");

    @TempDir
    private Path directory;

    private static String promtool;

    @BeforeAll
    static void findPromtool() {
        promtool = Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
            .map((folder) -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElseGet(PromtoolTests::missing);
    }

    private static String missing() {
        String message = "promtool is not on the PATH. It is part of Debian's package 'prometheus'.";
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(message);
        }
        return Assumptions.abort(message);
    }

    @Test
    void alertRulesAreValid() throws IOException, InterruptedException {
        assertThat(promtool("check", "rules", FILES.resolve("alerts.yml").toString())).contains("SUCCESS");
    }

    @Test
    void everyAlertFiresWhenAllIsWrongAndNoneBefore() throws IOException, InterruptedException {
        List<String> alerts = Pattern.compile("alert: (\\w+)")
            .matcher(Files.readString(FILES.resolve("alerts.yml")))
            .results()
            .map((alert) -> "alertname=\"" + alert.group(1) + "\"")
            .toList();
        assertThat(Files.readString(SCENARIO)).contains(alerts);
        assertThat(promtool("test", "rules", SCENARIO.toString())).contains("SUCCESS");
    }

    @Test
    void expressionsOfTheDashboardAreValid() throws IOException, InterruptedException {
        List<String> expressions = GrafanaFilesTests.expressionsOfPanels();
        List<Map<String, String>> rules = IntStream.range(0, expressions.size())
            .mapToObj((i) -> Map.of("record", "panel:" + i, "expr", withoutVariables(expressions.get(i))))
            .toList();
        Path file = this.directory.resolve("panels.yml");
        Files.writeString(file, new Yaml().dump(Map.of("groups", List.of(Map.of("name", "panels", "rules", rules)))));
        assertThat(promtool("check", "rules", file.toString())).contains("SUCCESS: " + rules.size());
    }

    private static String withoutVariables(String expression) {
        return VARIABLE.matcher(expression.replace("$__rate_interval", "5m").replace("$__range", "1h"))
            .replaceAll(Matcher.quoteReplacement(".*"));
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(promtool), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

}
