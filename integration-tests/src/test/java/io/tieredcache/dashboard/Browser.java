package io.tieredcache.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.awaitility.Awaitility.await;

/**
 * A Chromium of this machine without a window. Nothing is downloaded: where there is no
 * Chromium the tests are left out, with a loud message, or fail if {@code CI=true}.
 */
final class Browser implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Browser.class);

    private static final List<Path> BROWSERS = paths("/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome");

    private static final List<Path> DRIVERS = paths("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver",
            "/usr/local/bin/chromedriver");

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration PAGE = Duration.ofSeconds(25);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(first("Chromium", BROWSERS).toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--disable-background-networking", "--no-first-run", "--hide-scrollbars", "--lang=en",
                "--window-size=1280,900");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
            .usingDriverExecutable(first("chromedriver", DRIVERS).toFile())
            .usingAnyFreePort()
            .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static List<Path> paths(String... paths) {
        return Stream.of(paths).map(Path::of).toList();
    }

    private static Path first(String what, List<Path> paths) {
        return paths.stream().filter(Files::isExecutable).findFirst().orElseThrow(() -> missing(what, paths));
    }

    private static RuntimeException missing(String what, List<Path> paths) {
        String message = "The tests of the dashboard need %s, which is not at %s. Install Debian's chromium and "
                + "chromium-driver.";
        String said = message.formatted(what, paths);
        if ("true".equals(System.getenv("CI"))) {
            return new IllegalStateException(said);
        }
        logger.warn("*** LEFT OUT: {} ***", said);
        return new TestAbortedException(said);
    }

    void open(String url) {
        this.driver.get(url);
    }

    /**
     * Opens a page that runs no scripts yet, and again where one of them did not arrive.
     */
    void openUntilText(String url, String selector, String part) {
        for (int i = 1;; i++) {
            open(url);
            try {
                await().atMost(PAGE).until(() -> text(selector).contains(part));
                return;
            }
            catch (ConditionTimeoutException ex) {
                List<String> complaints = complaints();
                if (i == 3) {
                    throw new AssertionError("The page complains of " + complaints, ex);
                }
                logger.warn("The page is opened again; it complains of {}", complaints);
            }
        }
    }

    @Nullable Object run(String script, Object... arguments) {
        return this.driver.executeScript(script, arguments);
    }

    void header(String name, String value) {
        command("Network.enable", Map.of());
        command("Network.setExtraHTTPHeaders", Map.of("headers", Map.of(name, value)));
    }

    void size(int width, int height) {
        command("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void scheme(String scheme) {
        command("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private Map<String, Object> command(String name, Map<String, Object> parameters) {
        return this.driver.executeCdpCommand(name, parameters);
    }

    WebElement find(String selector) {
        return this.driver.findElement(By.cssSelector(selector));
    }

    String text(String selector) {
        return this.driver.findElements(By.cssSelector(selector))
            .stream()
            .findFirst()
            .map(WebElement::getText)
            .orElse("");
    }

    String title() {
        return String.valueOf(this.driver.getTitle());
    }

    void choose(String selector, String value) {
        run("const s = document.querySelector(arguments[0]); s.value = arguments[1]; "
                + "s.dispatchEvent(new Event('change'));", selector, value);
    }

    void click(String selector) {
        WebElement element = find(selector);
        run("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element);
        element.click();
    }

    void type(CharSequence... keys) {
        new Actions(this.driver).sendKeys(keys).perform();
    }

    /** Presses the tabulator until the element has the focus. */
    void tabTo(String selector) {
        for (int i = 0; i < 100; i++) {
            if (Boolean.TRUE.equals(run("return document.activeElement.matches(arguments[0])", selector))) {
                return;
            }
            type(Keys.TAB);
        }
        throw new AssertionError("The keyboard does not reach " + selector);
    }

    void until(BooleanSupplier condition) {
        until(SOON, condition);
    }

    void until(Duration atMost, BooleanSupplier condition) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(100)).until(condition::getAsBoolean);
    }

    void untilText(String selector, String part) {
        await().atMost(SOON)
            .pollInterval(Duration.ofMillis(100))
            .until(() -> text(selector), (text) -> text.contains(part));
    }

    /** What the page complained of since this was last asked. */
    List<String> complaints() {
        return this.driver.manage()
            .logs()
            .get(LogType.BROWSER)
            .getAll()
            .stream()
            .filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
            .map(LogEntry::getMessage)
            .toList();
    }

    /** Keeps a picture of the whole page as build output. */
    void screenshot(String name) {
        screenshot(name, measure("scrollHeight"));
    }

    /** Keeps a picture of the upper part of the page as build output. */
    void screenshot(String name, long height) {
        run("window.scrollTo({ top: 0, behavior: 'instant' })");
        Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", measure("clientWidth"), "height", height, "scale",
                1);
        Map<String, Object> shot = command("Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode((String) shot.get("data")));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** A size of the document in pixels. */
    long measure(String property) {
        Object pixels = run("return document.documentElement[arguments[0]]", property);
        return ((Number) Objects.requireNonNull(pixels)).longValue();
    }

    @Override
    public void close() {
        this.driver.quit();
    }

}
