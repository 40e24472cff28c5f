package io.tieredcache.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Grafana dashboard and the alert rules name only meters, and tags of them, that are
 * in the tables of the documents, and their expressions are well-formed.
 */
class GrafanaFilesTests {

    private static final Path DOCS = Path.of("..", "docs");

    private static final Pattern ROW = Pattern
        .compile("^\\| `(tiered\\.cache\\.[a-z0-9.]+)` \\| (\\w+) \\| ?(\\w*) ?\\|([^|]*)\\|");

    private static final Pattern TAG = Pattern.compile("`(\\w+)`");

    private static final Pattern METRIC = Pattern.compile("\\btiered_cache_\\w+");

    private static final Pattern SELECTOR = Pattern.compile("\\b(tiered_cache_\\w+)\\{([^}]*)}");

    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");

    private static final Pattern CALL = Pattern.compile("\\b([a-z_]+)\\s*\\(");

    /** What Prometheus itself adds, and the bounds of histograms. */
    private static final Set<String> OTHER_LABELS = Set.of("job", "instance", "le");

    private static final Set<String> FUNCTIONS = Set.of("sum", "avg", "min", "max", "count", "rate", "increase",
            "histogram_quantile", "vector", "label_values", "by", "ignoring", "group_left", "and", "or", "unless");

    private static final Pattern DURATION = Pattern.compile("\\d+(?:ms|[smhdw])");

    private final Map<String, Set<String>> known = known();

    @Test
    void documentsHaveTheMeters() {
        assertThat(this.known).containsKeys("tiered_cache_reads_total", "tiered_cache_miss_penalty_seconds_sum",
                "tiered_cache_entries", "tiered_cache_evictions_entries_total");
    }

    @Test
    void dashboardNamesOnlyMetersThatExist() throws IOException {
        List<String> expressions = new ArrayList<>(expressionsOfPanels());
        dashboard().path("templating")
            .path("list")
            .forEach((variable) -> expressions.add(variable.path("query").path("query").asString("")));
        assertThat(expressions).hasSizeGreaterThan(30);
        expressions.forEach(this::check);
        assertThat(names(expressions)).contains("tiered_cache_reads_total", "tiered_cache_channel_state",
                "tiered_cache_invalidation_lag_seconds_bucket", "tiered_cache_loads_seconds_count");
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndDoNotOverlap() throws IOException {
        Set<Integer> ids = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (JsonNode panel : dashboard().path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).as("id of " + panel.path("title")).isTrue();
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    String cell = (place.path("x").asInt() + x) + "," + (place.path("y").asInt() + y);
                    assertThat(places.add(cell)).as("place of " + panel.path("title")).isTrue();
                }
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void rulesNameOnlyMetersThatExist() throws IOException {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(DOCS.resolve("grafana/alerts.yml")));
        List<Map<String, Object>> groups = (List<Map<String, Object>>) file.get("groups");
        Set<Object> names = new HashSet<>();
        for (Map<String, Object> group : groups) {
            assertThat(group).containsOnlyKeys("name", "rules");
            for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
                assertThat(rule).containsOnlyKeys("alert", "expr", "for", "labels", "annotations");
                assertThat(names.add(rule.get("alert"))).as("name " + rule.get("alert")).isTrue();
                assertThat((String) rule.get("for")).matches(DURATION);
                assertThat((Map<String, Object>) rule.get("labels")).extractingByKey("severity")
                    .isIn("info", "warning", "critical");
                assertThat((Map<String, Object>) rule.get("annotations")).containsOnlyKeys("summary", "description");
                check((String) rule.get("expr"));
                assertThat((String) rule.get("expr")).as("a rule compares").containsPattern("[<>]|==");
            }
        }
        assertThat(names).hasSizeGreaterThan(10);
    }

    static List<String> expressionsOfPanels() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard().path("panels")) {
            panel.path("targets").forEach((target) -> expressions.add(target.path("expr").asString()));
        }
        return expressions;
    }

    private static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(DOCS.resolve("grafana/tiered-cache.json")));
    }

    private void check(String expression) {
        assertThat(names(List.of(expression))).as("meters of " + expression)
            .allSatisfy((name) -> assertThat(this.known).containsKey(name));
        assertThat(unclosed(expression)).as("brackets of " + expression).isEmpty();
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            Matcher label = LABEL.matcher(selector.group(2));
            while (label.find()) {
                String name = label.group(1);
                assertThat(OTHER_LABELS.contains(name)
                        || this.known.getOrDefault(selector.group(1), Set.of()).contains(name))
                    .as("label %s of %s", name, selector.group(1))
                    .isTrue();
            }
            assertThat(LABEL.matcher(selector.group(2)).replaceAll("")).as("rest of " + selector.group())
                .matches("[\\s,]*");
        }
        Matcher call = CALL.matcher(expression);
        while (call.find()) {
            assertThat(call.group(1)).as("function in " + expression).isIn(FUNCTIONS);
        }
    }

    private static Set<String> names(List<String> expressions) {
        Set<String> names = new TreeSet<>();
        expressions
            .forEach((expression) -> METRIC.matcher(expression).results().forEach((hit) -> names.add(hit.group())));
        return names;
    }

    /** Brackets and quotes that are open at the end, or closed without being open. */
    private static String unclosed(String expression) {
        Deque<Character> open = new ArrayDeque<>();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            boolean quoted = !open.isEmpty() && open.peek() == '"';
            if (c == '"') {
                if (quoted) {
                    open.pop();
                }
                else {
                    open.push(c);
                }
            }
            else if (!quoted && "([{".indexOf(c) >= 0) {
                open.push(c);
            }
            else if (!quoted && ")]}".indexOf(c) >= 0
                    && (open.isEmpty() || "([{".indexOf(open.pop()) != ")]}".indexOf(c))) {
                return "too many " + c;
            }
        }
        return open.toString().replace("[]", "");
    }

    /** The tags by the names that Micrometer's meters have in Prometheus. */
    private static Map<String, Set<String>> known() {
        Map<String, Set<String>> known = new HashMap<>();
        try (Stream<Path> files = Files.list(DOCS)) {
            for (Path file : files.filter((path) -> path.toString().endsWith(".md")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher row = ROW.matcher(line);
                    if (row.find()) {
                        Set<String> tags = new HashSet<>();
                        TAG.matcher(row.group(4)).results().forEach((tag) -> tags.add(tag.group(1)));
                        prometheusNames(row.group(1), row.group(2), row.group(3))
                            .forEach((name) -> known.put(name, tags));
                    }
                }
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return known;
    }

    private static List<String> prometheusNames(String meter, String type, String unit) {
        String name = meter.replace('.', '_');
        String withUnit = (unit.isEmpty() || name.endsWith("_" + unit)) ? name : name + "_" + unit;
        return switch (type) {
            case "counter" -> List.of(withUnit + "_total");
            case "gauge" -> List.of(withUnit);
            case "timer", "summary" -> Stream.of("_count", "_sum", "_max", "_bucket").map(withUnit::concat).toList();
            default -> throw new IllegalArgumentException(meter + " is a " + type);
        };
    }

}
