package io.tieredcache.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import io.tieredcache.actuate.TieredCacheDashboardEndpoint;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CacheDashboardAutoConfigurationTests {

    private static final String ENABLED = "tiered-cache.dashboard.enabled=true";

    private static final String EXPOSED = "management.endpoints.web.exposure.include=";

    private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(DataRedisAutoConfiguration.class,
            TieredCacheAutoConfiguration.class, CacheEndpointAutoConfiguration.class,
            CacheDashboardAutoConfiguration.class);

    private static final String[] PROPERTIES = { "spring.application.name=test", "spring.data.redis.port=1",
            "tiered-cache.redis.timeout=100ms", "tiered-cache.invalidation.start-timeout=100ms" };

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withPropertyValues(PROPERTIES);

    @Test
    void thereWhenEnabledAndExposed(CapturedOutput output) {
        this.contextRunner.withPropertyValues(ENABLED, EXPOSED + "tieredcache,tieredcacheui").run((context) -> {
            assertThat(context).hasSingleBean(TieredCacheDashboardEndpoint.class);
            assertThat(output).doesNotContain("the page is not served");
        });
    }

    @Test
    void notThereByDefault() {
        this.contextRunner.withPropertyValues(EXPOSED + "*")
            .run((context) -> assertThat(context).doesNotHaveBean(TieredCacheDashboardEndpoint.class));
    }

    @ParameterizedTest
    @ValueSource(strings = { "health", "tieredcache", "tieredcacheui" })
    void notThereUnlessBothAreExposed(String exposed, CapturedOutput output) {
        this.contextRunner.withPropertyValues(ENABLED, EXPOSED + exposed).run((context) -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(TieredCacheDashboardEndpoint.class);
            assertThat(output)
                .contains("Add 'tieredcache' and 'tieredcacheui' to " + "'management.endpoints.web.exposure.include'.");
        });
    }

    @Test
    void notThereWithoutAccessToTheEndpoint() {
        this.contextRunner.withPropertyValues(ENABLED, EXPOSED + "*", "management.endpoint.tieredcache.access=NONE")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TieredCacheDashboardEndpoint.class));
    }

    @Test
    void notThereOutsideOfTheWeb() {
        new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
            .withPropertyValues(PROPERTIES)
            .withPropertyValues(ENABLED, EXPOSED + "*")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TieredCacheDashboardEndpoint.class));
    }

    @Test
    void backsOffWhenActuatorIsMissing() {
        this.contextRunner.withPropertyValues(ENABLED, EXPOSED + "*")
            .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tieredCacheDashboardCheck"));
    }

    @Test
    void servesEveryFileThatThePageNames() throws IOException {
        TieredCacheDashboardEndpoint endpoint = new TieredCacheDashboardEndpoint(() -> null);
        Pattern reference = Pattern.compile("(?:href|src)=\"\\./tieredcacheui/([^\"]+)\"|from '\\./([^']+)'");
        TreeSet<String> named = new TreeSet<>();
        references(reference, text(endpoint.page())).forEach(named::add);
        Resource[] scripts = new PathMatchingResourcePatternResolver()
            .getResources("classpath:io/tieredcache/dashboard/*");
        for (Resource script : scripts) {
            references(reference, script.getContentAsString(StandardCharsets.UTF_8)).forEach(named::add);
        }
        assertThat(named).contains("main.js", "chart.umd.min.js", "dashboard.css")
            .allSatisfy((file) -> assertThat(text(endpoint.file(file))).isNotEmpty());
        assertThat(Arrays.stream(scripts).map(Resource::getFilename)).as("files that nothing names")
            .allMatch((file) -> "dashboard.html".equals(file) || named.contains(file));
    }

    @Test
    void scriptsNeverParseData() throws IOException {
        for (Resource script : new PathMatchingResourcePatternResolver()
            .getResources("classpath:io/tieredcache/dashboard/*.js")) {
            assertThat(script.getContentAsString(StandardCharsets.UTF_8)).as(script.getFilename())
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://");
        }
    }

    private static Stream<String> references(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(CacheDashboardAutoConfigurationTests::name);
    }

    private static String name(MatchResult found) {
        return Objects.requireNonNullElse(found.group(1), found.group(2));
    }

    private static String text(WebEndpointResponse<Resource> response) throws IOException {
        assertThat(response.getStatus()).isEqualTo(WebEndpointResponse.STATUS_OK);
        return Objects.requireNonNull(response.getBody()).getContentAsString(StandardCharsets.UTF_8);
    }

}
