package io.tieredcache.endpoint;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.tieredcache.CacheMode;
import io.tieredcache.ChannelState;
import io.tieredcache.InvalidationChannelStatus;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The endpoints over HTTP and JMX.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheEndpointIntegrationTests {

    private static final String ROOT = "/actuator/tieredcache";

    private static final String NAMESPACE = TestInstance.newNamespace();

    private static final String SECRET = "s:A/1";

    private static final Duration SOON = Duration.ofSeconds(60);

    private static ConfigurableApplicationContext context;

    private static RestTestClient client;

    private static EndpointApplication.Audit audit;

    @BeforeAll
    static void startApplication() {
        RedisFixture redis = RedisFixture.shared();
        context = new SpringApplicationBuilder(EndpointApplication.class).web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .properties("server.port=0", "server.address=127.0.0.1", "spring.application.name=shop",
                    "tiered-cache.namespace=" + NAMESPACE, "spring.data.redis.host=" + redis.host(),
                    "spring.data.redis.port=" + redis.port(), "tiered-cache.redis.timeout=5s",
                    "tiered-cache.redis.min-timeout=5s", "tiered-cache.defaults.staleness-bound=1m",
                    "tiered-cache.caches.products.ttl=30m", "tiered-cache.caches.products.slo.hit-ratio=0.9",
                    "tiered-cache.caches.products.contract.owner=team shop",
                    "management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*",
                    "management.endpoint.tieredcache.show-values=when-authorized",
                    "management.endpoint.tieredcache.roles=operator", "spring.jmx.enabled=true",
                    "spring.jmx.default-domain=" + NAMESPACE, "management.endpoints.jmx.domain=" + NAMESPACE,
                    "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
            .run();
        client = RestTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"))
            .build();
        audit = context.getBean(EndpointApplication.Audit.class);
        await().atMost(SOON).until(() -> context.getBean(InvalidationChannelStatus.class).state() == ChannelState.LIVE);
    }

    @AfterAll
    static void stopApplication() {
        context.close();
    }

    @BeforeEach
    void fill() {
        context.getBean(EndpointApplication.Products.class).name("A/1");
        await().untilAsserted(
                () -> get(ROOT + "/products/entry?key={key}", SECRET).jsonPath("$.l2.verdict").isEqualTo("valid"));
        audit.events().clear();
    }

    @AfterEach
    void endToggles() {
        delete(ROOT + "?toggle=bypass&cache=products", 200);
        delete(ROOT + "?toggle=l1-off", 200);
        delete(ROOT + "?toggle=audit&cache=products", 200);
    }

    @Test
    void allCachesAreShownWithFiguresAndWhatTheyDependOn() {
        get(ROOT).jsonPath("$.namespace")
            .isEqualTo(NAMESPACE)
            .jsonPath("$.instance")
            .isNotEmpty()
            .jsonPath("$.channel.state")
            .isEqualTo("live")
            .jsonPath("$.pendingInvalidations")
            .isEqualTo(0)
            .jsonPath("$.stores.default")
            .isEqualTo("reachable")
            .jsonPath("$.toggles")
            .isEmpty()
            .jsonPath("$.caches[0].name")
            .isEqualTo("products")
            .jsonPath("$.caches[0].mode")
            .isEqualTo("on")
            .jsonPath("$.caches[0].policy.ttl")
            .isEqualTo("30m")
            .jsonPath("$.caches[0].counts.l1Hit")
            .isNumber()
            .jsonPath("$.caches[0].hitRatio")
            .isNumber();
    }

    @Test
    void oneCacheIsShownAndAnUnknownOneIsNotMade() {
        get(ROOT + "/products").jsonPath("$.cache.name").isEqualTo("products");
        problem(HttpMethod.GET, ROOT + "/unknown", 404);
        problem(HttpMethod.GET, ROOT + "/unknown/entry?key=s:1", 404);
        problem(HttpMethod.DELETE, ROOT + "/unknown", 404);
        problem(HttpMethod.DELETE, ROOT + "/unknown/entry?key=s:1", 404);
        assertThat(context.getBean(TieredCacheManager.class).getCacheNames()).containsExactly("products");
    }

    @ParameterizedTest
    @CsvSource({ "GET,/products/entry", "GET,/products/other?key=s:1", "GET,/products/entry?key=a|b",
            "DELETE,/products/entry", "DELETE,/products/entry?key=s:1&reach=moon", "DELETE,/products?reach=moon",
            "DELETE,''", "DELETE,?tag=a&namespace=b", "DELETE,?namespace=other", "DELETE,?toggle=l3-off",
            "DELETE,?tag=a&cache=products", "GET,contract/html" })
    void wrongInputIsAProblem(HttpMethod method, String path) {
        problem(method, ROOT + path, 400);
        assertThat(audit.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "{}", "'{\"toggle\": \"l3-off\"}'", "'{\"toggle\": \"bypass\", \"duration\": \"25h\"}'",
            "'{\"toggle\": \"audit\"}'", "'{\"toggle\": \"audit\", \"share\": \"much\"}'",
            "'{\"toggle\": \"audit\", \"share\": 1.1}'", "'{\"toggle\": \"bypass\", \"share\": 1}'",
            "'{\"toggle\": \"bypass\", \"duration\": \"soon\"}'", "'{\"toggle\": \"bypass\", \"reach\": \"moon\"}'" })
    void wrongToggleIsAProblem(String body) {
        client.post()
            .uri(ROOT)
            .contentType(MediaType.APPLICATION_JSON)
            .body(body)
            .exchange()
            .expectStatus()
            .isBadRequest()
            .expectHeader()
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .expectBody()
            .jsonPath("$.status")
            .isEqualTo(400);
    }

    @Test
    void keyIsExplained() {
        get(ROOT + "/products/entry?key={key}", SECRET).jsonPath("$.redisKey")
            .isEqualTo("tc:" + NAMESPACE + ":products:v1:{s:A/1}")
            .jsonPath("$.l1.verdict")
            .isEqualTo("valid")
            .jsonPath("$.l1.fences[2].fence")
            .isEqualTo("tag:product:A/1")
            .jsonPath("$.l1.fences[2].passed")
            .isEqualTo(true)
            .jsonPath("$.l2.tags[0]")
            .isEqualTo("product:A/1")
            .jsonPath("$.l2.freshForMillis")
            .isNumber()
            .jsonPath("$.leaseHeld")
            .isEqualTo(false)
            .jsonPath("$.l2.value")
            .doesNotExist();
        assertThat(audit.events()).isEmpty();
    }

    @Test
    void valueIsShownToTheAuthorizedAndThatIsAudited() {
        client.get()
            .uri(ROOT + "/products/entry?key={key}", SECRET)
            .header(EndpointApplication.USER, "operator")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .jsonPath("$.l2.value")
            .isEqualTo("name of A/1");
        assertThat(audit.events()).singleElement().satisfies((event) -> {
            assertThat(event.getPrincipal()).isEqualTo("operator");
            assertThat(event.getData()).containsEntry("action", "show-value");
        });
    }

    @Test
    void actionsAreDoneAuditedAndLoggedWithoutKeys(CapturedOutput output) {
        client.delete()
            .uri(ROOT + "/products/entry?key={key}", SECRET)
            .header(EndpointApplication.USER, "somebody")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .jsonPath("$.action")
            .isEqualTo("evict-key")
            .jsonPath("$.acknowledged")
            .isEqualTo(true);
        get(ROOT + "/products/entry?key={key}", SECRET).jsonPath("$.l2.verdict").isEqualTo("absent");
        assertThat(audit.events()).singleElement().satisfies((event) -> {
            assertThat(event.getPrincipal()).isEqualTo("somebody");
            assertThat(event.getType()).isEqualTo("TIERED_CACHE");
            assertThat(event.getData()).containsEntry("action", "evict-key")
                .containsEntry("outcome", "done")
                .containsEntry("cache", "products")
                .containsEntry("reach", "fleet")
                .containsEntry("count", 1)
                .containsEntry("namespace", NAMESPACE)
                .containsKeys("instance", "key");
            assertThat(event.getData().toString()).doesNotContain("A/1");
        });
        assertThat(output.getOut().lines().filter((line) -> line.contains("'evict-key' by 'somebody'"))).singleElement()
            .satisfies((line) -> assertThat(line).contains("INFO", "products").doesNotContain("A/1"));
    }

    @Test
    void evictionOnThisInstanceLeavesRedisAlone() {
        delete(ROOT + "/products/entry?reach=instance&key=" + SECRET, 200);
        get(ROOT + "/products/entry?key={key}", SECRET).jsonPath("$.l1.reasons[0].cause")
            .isEqualTo("key-changed")
            .jsonPath("$.l2.verdict")
            .isEqualTo("valid");
    }

    @ParameterizedTest
    @CsvSource({ "?tag=product:A/1,tag:product:A/1,invalidate-tag", "/products,cache:products,clear-cache" })
    void tagAndCacheAreInvalidated(String path, String fence, String action) {
        delete(ROOT + path, 200);
        get(ROOT + "/products/entry?key={key}", SECRET).jsonPath("$.l2.verdict")
            .isEqualTo("invalid")
            .jsonPath("$.l2.reasons[0].cause")
            .isEqualTo("invalidated")
            .jsonPath("$.l2.reasons[0].fence")
            .isEqualTo(fence);
        assertThat(audit.events()).extracting(AuditEvent::getData)
            .singleElement()
            .satisfies((data) -> assertThat(data).containsEntry("action", action));
        assertThat(audit.events()).extracting(AuditEvent::getPrincipal).containsExactly("anonymous");
    }

    @Test
    void namespaceIsClearedByItsName() {
        delete(ROOT + "?namespace=" + NAMESPACE, 200);
        get(ROOT + "/products/entry?key={key}", SECRET).jsonPath("$.l2.reasons[0].fence").isEqualTo("all");
    }

    @Test
    void toggleIsSetShownAndEnded() {
        client.post()
            .uri(ROOT)
            .contentType(MediaType.APPLICATION_JSON)
            .body(Map.of("toggle", "bypass", "cache", "products", "duration", "10m"))
            .exchange()
            .expectStatus()
            .isOk();
        assertThat(cache().mode()).isEqualTo(CacheMode.BYPASS);
        get(ROOT + "/products").jsonPath("$.cache.mode")
            .isEqualTo("bypass")
            .jsonPath("$.cache.toggles[0]")
            .isEqualTo("bypass")
            .jsonPath("$.toggles[0].toggle")
            .isEqualTo("bypass")
            .jsonPath("$.toggles[0].reach")
            .isEqualTo("fleet")
            .jsonPath("$.toggles[0].leftMillis")
            .isNumber();
        delete(ROOT + "?toggle=bypass&cache=products", 200);
        assertThat(cache().mode()).isEqualTo(CacheMode.ON);
        assertThat(audit.events()).extracting((event) -> event.getData().get("action"))
            .containsExactly("set-toggle", "end-toggle");
    }

    @Test
    void auditIsSwitchedOnAndShownWithTheObjectives() {
        get(ROOT + "/products").jsonPath("$.cache.slos[0].objective")
            .isEqualTo("hit-ratio")
            .jsonPath("$.cache.slos[0].windowMillis")
            .isEqualTo(300_000)
            .jsonPath("$.cache.slos[0].events")
            .isNumber()
            .jsonPath("$.cache.slos[0].burn")
            .isNumber();
        client.post()
            .uri(ROOT)
            .contentType(MediaType.APPLICATION_JSON)
            .body(Map.of("toggle", "audit", "cache", "products", "duration", "10m", "share", 1))
            .exchange()
            .expectStatus()
            .isOk();
        await().atMost(SOON).untilAsserted(() -> {
            context.getBean(EndpointApplication.Products.class).name("A/1");
            get(ROOT + "/products").jsonPath("$.cache.audit.outcomes.same")
                .value(Integer.class, (same) -> assertThat(same).isPositive());
        });
        get(ROOT + "/products").jsonPath("$.cache.audit.share")
            .isEqualTo(1.0)
            .jsonPath("$.cache.audit.against")
            .isEqualTo("source")
            .jsonPath("$.cache.audit.stale")
            .isEmpty()
            .jsonPath("$.cache.toggles[0]")
            .isEqualTo("audit")
            .jsonPath("$.toggles[0].share")
            .isEqualTo(1.0);
        delete(ROOT + "?toggle=audit&cache=products", 200);
        get(ROOT + "/products").jsonPath("$.cache.audit.share").isEqualTo(0.0);
        assertThat(audit.events()).extracting((event) -> event.getData().get("share")).containsExactly(1.0, null);
    }

    @Test
    void contractIsShownAsJsonAndMarkdown() {
        get("/actuator/tieredcachecontract").jsonPath("$.caches[0].cache")
            .isEqualTo("products")
            .jsonPath("$.caches[0].owner")
            .isEqualTo("team shop")
            .jsonPath("$.caches[0].uses[0].kind")
            .isEqualTo("read")
            .jsonPath("$.caches[0].uses[0].tags[0]")
            .isEqualTo("product:#{#sku}");
        client.get()
            .uri("/actuator/tieredcachecontract/markdown")
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType("text/markdown;charset=UTF-8")
            .expectBody(String.class)
            .value((text) -> assertThat(text).startsWith("# Cache contract").contains("- Owner: team shop"));
    }

    @Test
    void endpointWorksOverJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server.queryNames(new ObjectName(NAMESPACE + ":type=Endpoint,name=Tieredcache,*"), null)
            .iterator()
            .next();
        String text = String.class.getName();
        Object caches = server.invoke(name, "caches", new Object[0], new String[0]);
        assertThat(caches).asInstanceOf(InstanceOfAssertFactories.MAP).containsEntry("namespace", NAMESPACE);
        Object done = server.invoke(name, "evict", new Object[] { "products", SECRET, null },
                new String[] { text, text, text });
        assertThat(done).asInstanceOf(InstanceOfAssertFactories.MAP).containsEntry("acknowledged", true);
        assertThat(audit.events()).extracting(AuditEvent::getPrincipal).isEqualTo(List.of("system"));
        assertThatExceptionOfType(Exception.class).isThrownBy(
                () -> server.invoke(name, "clearCache", new Object[] { "unknown", null }, new String[] { text, text }))
            .withStackTraceContaining("There is no cache 'unknown'");
    }

    private static TieredCache cache() {
        TieredCache cache = context.getBean(TieredCacheManager.class).getCache("products");
        assertThat(cache).isNotNull();
        return cache;
    }

    private static RestTestClient.BodyContentSpec get(String uri, Object... variables) {
        return client.get().uri(uri, variables).exchange().expectStatus().isOk().expectBody();
    }

    private static void delete(String uri, int status) {
        client.delete().uri(uri).exchange().expectStatus().isEqualTo(status);
    }

    private static void problem(HttpMethod method, String uri, int status) {
        client.method(method)
            .uri(uri)
            .exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectHeader()
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .expectBody()
            .jsonPath("$.status")
            .isEqualTo(status)
            .jsonPath("$.detail")
            .isNotEmpty();
    }

}
