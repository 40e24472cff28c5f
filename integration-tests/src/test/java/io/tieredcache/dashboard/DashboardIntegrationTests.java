package io.tieredcache.dashboard;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.tieredcache.ChannelState;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser, on a management port of its own, and behind security.
 */
class DashboardIntegrationTests {

    private static final String NAMESPACE = TestInstance.newNamespace();

    private static final String CHART = "return Chart.getChart(document.querySelectorAll('.chart canvas')[arguments[0]])"
            + ".data.datasets[arguments[1]].data.map((point) => point.y)";

    private static final String WIDER = "const scrolls = '.values-scroll, .fences, pre, .skip, .visually-hidden';"
            + "return [...document.querySelectorAll('body *')].filter((e) => !e.closest(scrolls)"
            + " && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
            + ".map((e) => e.tagName + '#' + e.id + '.' + e.className)";

    private static final String FOCUS = "const style = getComputedStyle(document.activeElement);"
            + "return style.outlineStyle + ' ' + style.outlineWidth";

    private static Browser browser;

    private static ConfigurableApplicationContext context;

    private static DashboardApplication.Directory directory;

    private static String page;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        context = DashboardInstance.start(DashboardApplication.class, NAMESPACE, "management.server.port=0",
                "tiered-cache.caches.airports.slo.hit-ratio=0.9", "management.server.address=127.0.0.1");
        directory = context.getBean(DashboardApplication.Directory.class);
        page = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.management.port")
                + "/actuator/tieredcacheui";
        browser.until(() -> context.getBean(InvalidationChannelStatus.class).state() == ChannelState.LIVE);
        context.getBean(DashboardApplication.Hostile.class).hostile("x");
        directory.airportsOf("IS");
        directory.airport("KEF");
    }

    @AfterAll
    static void stop() {
        if (context != null) {
            context.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        browser.size(1280, 900);
        browser.scheme("light");
        browser.complaints();
        browser.open(page);
        browser.choose("#interval", "1000");
        browser.untilText("#status", "live");
    }

    @Test
    void chartsMoveUnderLoad() {
        browser.until(() -> {
            readSome();
            return chart(0, 0).size() >= 3 && chart(1, 0).stream().anyMatch((millis) -> millis > 0)
                    && chart(2, 0).stream().anyMatch((loads) -> loads > 0);
        });
        int before = chart(0, 0).size();
        browser.until(() -> {
            readSome();
            return chart(0, 0).size() > before;
        });
        assertThat(chart(0, 0)).allMatch((share) -> share >= 0 && share <= 1).anyMatch((share) -> share > 0);
        assertThat(browser.find(".chart canvas").getAttribute("aria-label")).startsWith("Hit ratio by level: L1 ")
            .contains(" % now, between ");
        browser.run("document.querySelector('.chart details').open = true");
        browser.until(() -> browser.text(".chart details tbody").contains("%"));
        browser.click("#cache-rows tr th button");
        assertThat(browser.find("#scope").getAttribute("value")).startsWith("=");
        assertThat(hostsAsked()).containsExactly(page.substring(0, page.indexOf("/actuator")));
        assertThat(browser.complaints()).isEmpty();
    }

    /** Where the page and what it needs came from, and what it asked since. */
    @SuppressWarnings("unchecked")
    private static Set<String> hostsAsked() {
        List<String> asked = (List<String>) Objects.requireNonNull(browser.run("return ['navigation', 'resource']"
                + ".flatMap((type) => performance.getEntriesByType(type)).map((entry) => entry.name)"));
        assertThat(asked).anyMatch((url) -> url.endsWith("/chart.umd.min.js"))
            .anyMatch((url) -> url.endsWith("/actuator/tieredcache"));
        return asked.stream()
            .filter((url) -> !url.startsWith("data:"))
            .map((url) -> URI.create(url).resolve("/").toString())
            .map((url) -> url.substring(0, url.length() - 1))
            .collect(Collectors.toSet());
    }

    private static void readSome() {
        for (int i = 0; i < 20; i++) {
            directory.airport("A" + (i % 5));
        }
        directory.airport("N" + System.nanoTime());
    }

    @SuppressWarnings("unchecked")
    private static List<Double> chart(int chart, int series) {
        List<Number> values = (List<Number>) Objects.requireNonNull(browser.run(CHART, chart, series));
        return values.stream().map(Number::doubleValue).toList();
    }

    @Test
    void explainsAKey() {
        browser.choose("#explain-cache", "airports");
        browser.find("#explain-key").sendKeys("s:KEF", Keys.ENTER);
        browser.untilText("#explain-result", "A read now is answered by L1.");
        assertThat(browser.text("#explain-result")).contains("tag:country:IS", "{s:KEF}", "answers the read")
            .doesNotContain("object", "undefined", "NaN");
        browser.find("#explain-key").clear();
        browser.find("#explain-key").sendKeys("s:nobody", Keys.ENTER);
        browser.untilText("#explain-result", "A read now asks the source.");
        browser.find("#explain-key").clear();
        browser.find("#explain-key").sendKeys("{", Keys.ENTER);
        browser.untilText("#explain-result", "The endpoint answered 400.");
        assertThat(browser.complaints()).allMatch((complaint) -> complaint.contains("status of 400"));
    }

    @Test
    void nothingIsDoneWithoutConfirmation() {
        directory.airport("CNC");
        int loads = directory.loads();
        fillInvalidation("s:CNC");
        browser.click("#invalidate-form button");
        browser.untilText("#confirm-what", "Evicts the key s:CNC of cache airports in all instances of " + NAMESPACE);
        browser.click("#confirm-cancel");
        browser.until(() -> !browser.find("#confirm").isDisplayed());
        browser.click("#invalidate-form button");
        browser.until(() -> browser.find("#confirm").isDisplayed());
        browser.type(Keys.ESCAPE);
        browser.until(() -> !browser.find("#confirm").isDisplayed());
        assertThat(browser.run("return document.activeElement.textContent")).as("the focus is where it was")
            .isEqualTo("Invalidate…");
        directory.airport("CNC");
        assertThat(directory.loads()).as("the entry is still there").isEqualTo(loads);
        assertThat(browser.text("#done")).isEqualTo("Nothing yet.");

        browser.click("#invalidate-form button");
        browser.click("#confirm-do");
        browser.untilText("#done", "Done");
        directory.airport("CNC");
        assertThat(directory.loads()).as("the entry was evicted").isEqualTo(loads + 1);
        assertThat(browser.complaints()).isEmpty();
    }

    private static void fillInvalidation(String key) {
        browser.choose("#invalidate-kind", "key");
        browser.choose("#invalidate-cache", "airports");
        browser.find("#invalidate-key").clear();
        browser.find("#invalidate-key").sendKeys(key);
    }

    @Test
    void clearingEverythingAsksForTheName() {
        browser.choose("#invalidate-kind", "namespace");
        browser.click("#invalidate-form button");
        browser.until(() -> browser.find("#confirm").isDisplayed());
        assertThat(browser.find("#confirm-do").isEnabled()).isFalse();
        browser.type("something else", Keys.ENTER);
        assertThat(browser.find("#confirm").isDisplayed()).isTrue();
        browser.find("#confirm-text").clear();
        browser.find("#confirm-text").sendKeys(NAMESPACE);
        assertThat(browser.find("#confirm-do").isEnabled()).isTrue();
        browser.type(Keys.ESCAPE);
        browser.until(() -> !browser.find("#confirm").isDisplayed());
        assertThat(browser.text("#done")).isEqualTo("Nothing yet.");
    }

    @Test
    void switchesOffAndOnByKeyboardAlone() {
        browser.type(Keys.TAB);
        browser.type(Keys.ENTER);
        browser.until(() -> Boolean.TRUE.equals(browser.run("return document.activeElement.id === 'main'")));
        assertThat(browser
            .run("return document.querySelectorAll('[tabindex]:not([tabindex=\"0\"], [tabindex=\"-1\"])').length"))
            .as("elements outside of the order of reading")
            .isEqualTo(0L);
        browser.tabTo("#toggle-cache");
        assertThat(browser.run(FOCUS)).as("the focus is seen").isEqualTo("solid 2px");
        browser.type("country");
        browser.tabTo("#toggle-form button");
        browser.type(Keys.ENTER);
        browser.untilText("#confirm-what", "Switches off L1 of cache country-airports in all instances");
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("confirm-cancel");
        browser.tabTo("#confirm-do");
        browser.type(Keys.ENTER);
        browser.untilText("#toggles", "L1 off");
        browser.tabTo("#toggles button");
        browser.type(Keys.ENTER);
        browser.until(() -> browser.find("#confirm").isDisplayed());
        browser.tabTo("#confirm-do");
        browser.type(Keys.ENTER);
        browser.untilText("#toggles", "No toggle is in force.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsAuditAndObjectives() {
        browser.untilText("#slos", "hit ratio");
        assertThat(browser.find("#toggle-share").isDisplayed()).isFalse();
        browser.choose("#toggle-kind", "audit");
        browser.choose("#toggle-share", "1");
        browser.choose("#toggle-cache", "=country-airports");
        browser.click("#toggle-form button");
        browser.untilText("#confirm-what", "Compares all hits of cache country-airports in all instances");
        browser.click("#confirm-do");
        browser.untilText("#toggles", "audit 100 %");
        browser.until(() -> {
            directory.airportsOf("IS");
            return browser.text("#audit").contains("none stale");
        });
        assertThat(browser.text("#audit")).contains("country-airports", "100 % of hits against the source");
        browser.click("#toggles button");
        browser.click("#confirm-do");
        browser.untilText("#toggles", "No toggle is in force.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void namesAndKeysAreNeverMarkup() {
        browser.untilText("#cache-rows", DashboardApplication.HOSTILE);
        String key = "s:\"><script>document.title='taken'</script>";
        browser.choose("#explain-cache", DashboardApplication.HOSTILE);
        browser.find("#explain-key").sendKeys(key, Keys.ENTER);
        browser.until(() -> !browser.text("#explain-result").isEmpty());
        browser.choose("#invalidate-kind", "tag");
        browser.find("#invalidate-tag").sendKeys(key);
        browser.click("#invalidate-form button");
        browser.untilText("#confirm-what", key);
        browser.click("#confirm-do");
        browser.untilText("#done", key);
        assertThat(browser.run("return document.querySelectorAll('img, main script, main iframe').length"))
            .isEqualTo(0L);
        assertThat(browser.title()).isEqualTo("Tiered Cache");
        // The browser would refuse it, too.
        assertThat(browser.run("try { document.body.innerHTML = 'x'; return 'done'; } catch (e) { return e.name; }"))
            .isEqualTo("TypeError");
    }

    @ParameterizedTest
    @CsvSource({ "1280, light", "1280, dark", "390, light", "390, dark" })
    void fitsItsWidth(int width, String scheme) {
        browser.size(width, 844);
        browser.scheme(scheme);
        browser.find("#explain-key").sendKeys("s:KEF", Keys.ENTER);
        browser.until(() -> !browser.text("#explain-result").isEmpty() && !chart(5, 0).isEmpty());
        assertThat(browser.run(WIDER)).as("elements that reach beyond the window").isEqualTo(List.of());
        assertThat(browser.measure("scrollWidth")).isLessThanOrEqualTo(browser.measure("clientWidth"));
        assertThat(browser.measure("clientWidth")).isEqualTo(width);
        browser.screenshot("dashboard-" + width + "-" + scheme);
        String background = String.valueOf(browser.run("return getComputedStyle(document.body).backgroundColor"));
        assertThat(background).isEqualTo(scheme.equals("dark") ? "rgb(15, 19, 24)" : "rgb(244, 245, 247)");
        browser.choose("#theme", scheme.equals("dark") ? "light" : "dark");
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor")).isNotEqualTo(background);
        browser.choose("#theme", "auto");
    }

    @Test
    void servesItsOwnFilesOnly() {
        RestTestClient client = RestTestClient.bindToServer().baseUrl(page).build();
        client.get()
            .uri("")
            .accept(MediaType.ALL)
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType("text/html;charset=UTF-8")
            .expectBody(String.class)
            .value((html) -> assertThat(html).contains("data-endpoint=\"./tieredcache\"", "script-src 'self'")
                .doesNotContain("${", "http-equiv=\"refresh\"", "://cdn", "style=\"", "onclick"));
        client.get()
            .uri("/main.js")
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType("text/javascript;charset=UTF-8");
        client.get().uri("/chart.umd.min.js").exchange().expectStatus().isOk();
        for (String other : List.of("/dashboard.html", "/nothing.js", "/..%2Fredis%2Fslot.lua", "/.js", "/a..js")) {
            client.get().uri(URI.create(page + other)).exchange().expectStatus().is4xxClientError();
        }
    }

    @Test
    void asksForASignInAndObeysIt() {
        try (ConfigurableApplicationContext secured = DashboardInstance.start(SecuredDashboardApplication.class,
                TestInstance.newNamespace(), "management.endpoints.web.base-path=/manage",
                "management.endpoints.web.path-mapping.tieredcacheui=caches/page",
                "management.endpoints.web.path-mapping.tieredcache=caches/data")) {
            secured.getBean(DashboardApplication.Directory.class).airport("KEF");
            String url = "http://127.0.0.1:" + secured.getEnvironment().getRequiredProperty("local.server.port")
                    + "/manage/caches/page";
            browser.openUntilText(url, "#trouble", "Sign in to see the caches");
            assertThat(browser.find("#content").isDisplayed()).isFalse();
            browser.screenshot("dashboard-401");
            assertThat(browser.complaints()).isNotEmpty().allMatch((complaint) -> complaint.contains("status of 401"));

            signIn("reader");
            browser.click("#trouble button");
            browser.untilText("#trouble", "You may not see the caches");

            signIn("operator");
            browser.click("#trouble button");
            browser.untilText("#cache-rows", "airports");
            assertThat(browser.find("#trouble").isDisplayed()).isFalse();
            browser.complaints();
            fillInvalidation("s:KEF");
            browser.click("#invalidate-form button");
            browser.click("#confirm-do");
            browser.untilText("#done", "Done");
            assertThat(browser.complaints()).isEmpty();
        }
        finally {
            browser.header("Authorization", "");
        }
    }

    private static void signIn(String user) {
        byte[] credentials = (user + ":secret").getBytes(StandardCharsets.UTF_8);
        browser.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    @Test
    void saysThatTheInstanceIsAway() {
        browser.run("window.fetch = () => Promise.reject(new TypeError('away'))");
        browser.untilText("#trouble", "The instance does not answer.");
        assertThat(browser.text("#trouble")).contains("The figures below are of ");
        assertThat(browser.find("#content").isDisplayed()).isTrue();
    }

}
