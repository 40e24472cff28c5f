package io.tieredcache.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;
import org.springframework.test.web.servlet.client.RestTestClient.RequestBodySpec;

import io.tieredcache.test.CacheContractAssert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances on one Redis and one database.
 */
class SampleApplicationIntegrationTests {

    private static final String AUCKLAND = """
            {"name": "Auckland Airport", "type": "CLOSED", "municipality": "Auckland"}
            """;

    private static final String[] SHOWING_AUCKLAND = { "/airports/akl", "/airports/nzaa", "/countries/nz/airports",
            "/continents/oc/statistics" };

    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext firstContext;

    private static ConfigurableApplicationContext secondContext;

    private static RestTestClient first;

    private static RestTestClient second;

    @BeforeAll
    static void startInstances() throws IOException {
        String redisPort = "--spring.data.redis.port=" + freePort();
        firstContext = startInstance(redisPort);
        secondContext = startInstance(redisPort);
        first = client(firstContext);
        second = client(secondContext);
    }

    @AfterAll
    static void stopInstances() {
        secondContext.close();
        firstContext.close();
    }

    @BeforeEach
    void restoreNewZealand() {
        first.post().uri("/countries/nz/refresh").exchange().expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = { "/airports/AKL", "/airports/akl", "/airports/NZAA", "/airports/nzaa" })
    void airportIsFoundByEitherCode(String uri) {
        getOk(first, uri).jsonPath("$.ident")
            .isEqualTo("NZAA")
            .jsonPath("$.iataCode")
            .isEqualTo("AKL")
            .jsonPath("$.type")
            .isEqualTo("LARGE_AIRPORT")
            .jsonPath("$.countryName")
            .isEqualTo("New Zealand");
    }

    @Test
    void countryListsItsAirports() {
        getOk(first, "/countries/nz/airports").jsonPath("$.name")
            .isEqualTo("New Zealand")
            .jsonPath("$.airports.length()")
            .isEqualTo(38);
        getOk(first, "/countries/ad/airports").jsonPath("$.airports").isEmpty();
    }

    @Test
    void continentHasStatistics() {
        getOk(first, "/continents/oc/statistics").json("""
                {
                    "code": "OC",
                    "airports": 341,
                    "airportsByType": {"LARGE_AIRPORT": 16, "MEDIUM_AIRPORT": 325},
                    "highestAirport": {"ident": "AYWD", "elevationFt": 5889},
                    "averageElevationFt": 501.0,
                    "averageSpacingKm": 143.3
                }
                """).jsonPath("$.airportsByCountry.AU").isEqualTo(190);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', nullValues = "-", textBlock = """
            GET    | /airports/xxx                | -                | -                                | 404
            GET    | /countries/qq/airports       | -                | -                                | 404
            GET    | /continents/xx/statistics    | -                | -                                | 404
            GET    | /airports/longer-than-a-code | -                | -                                | 404
            GET    | /countries/newzealand        | -                | -                                | 404
            GET    | /nothing                     | -                | -                                | 404
            DELETE | /airports/akl                | -                | -                                | 405
            POST   | /countries/qq/refresh        | -                | -                                | 404
            PUT    | /airports/xxx                | application/json | {"name": "A", "type": "CLOSED"}  | 404
            PUT    | /airports/akl                | application/json | {"name": "A", "type":            | 400
            PUT    | /airports/akl                | application/json | {"name": "A", "type": "ROAD"}    | 400
            PUT    | /airports/akl                | application/json | {"name": " ", "type": "CLOSED"}  | 400
            PUT    | /airports/akl                | application/json | {"name": "A"}                    | 400
            PUT    | /airports/akl                | text/plain       | Auckland                         | 415
            """)
    void errorIsAnsweredWithProblemDetails(String method, String uri, String contentType, String body, int status) {
        RequestBodySpec request = first.method(HttpMethod.valueOf(method)).uri(uri);
        if (body != null) {
            request.contentType(MediaType.valueOf(contentType)).body(body);
        }
        request.exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectHeader()
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .expectBody()
            .jsonPath("$.status")
            .isEqualTo(status)
            .jsonPath("$.title")
            .isEqualTo(HttpStatus.valueOf(status).getReasonPhrase())
            .jsonPath("$.detail")
            .isNotEmpty()
            .jsonPath("$.instance")
            .isEqualTo(uri);
    }

    @Test
    void updateIsSeenWhereverTheAirportIsShown() {
        readUntilL1(first, SHOWING_AUCKLAND);
        put(first);
        assertThatUpdateIsSeen(first);
    }

    @Test
    void updateIsSeenOnTheOtherInstance() {
        readUntilL1(first, SHOWING_AUCKLAND);
        readUntilL1(second, SHOWING_AUCKLAND);
        put(first);
        awaitType(second, "CLOSED");
        assertThatUpdateIsSeen(second);
        readUntilL1(second, SHOWING_AUCKLAND);
        assertThatUpdateIsSeen(second);
    }

    @Test
    void eventFromOutsideIsSeenOnBothInstances() {
        readUntilL1(first, "/airports/akl");
        readUntilL1(second, "/airports/akl");
        firstContext.getBean(StringRedisTemplate.class)
            .opsForStream()
            .add("tc:{airport-directory}:events", Map.of("event", """
                    {"version": 1, "id": "test-1", "time": "%s", "tags": ["airport:NZAA"]}
                    """.formatted(Instant.now())));
        await().untilAsserted(() -> assertThat(cacheStatus(first, "/airports/akl")).doesNotContain("detail=L1"));
        readUntilL1(first, "/airports/akl");
        readUntilL1(second, "/airports/akl");
    }

    @Test
    void visitsAreWrittenLaterAndNoneIsLost() {
        for (int i = 0; i < 20; i++) {
            RestTestClient client = (i % 2 == 0) ? first : second;
            client.post().uri("/airports/wlg/visits").exchange().expectStatus().isAccepted();
        }
        getOk(second, "/airports/wlg/visits").jsonPath("$.lastVisit").isNotEmpty();
        await().atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> getOk(first, "/airports/nzwn/visits").jsonPath("$.visits").isEqualTo(20));
    }

    @Test
    void pageOfTheCachesAndWhatItAsksAreServed() {
        first.get().uri("/actuator/tieredcacheui").exchange().expectStatus().isOk();
        first.get()
            .uri("/actuator/tieredcache")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .jsonPath("$.channel.state")
            .exists();
    }

    @Test
    void airportNobodyVisitedHasNoVisits() {
        getOk(first, "/airports/dud/visits").jsonPath("$.visits").isEqualTo(0).jsonPath("$.lastVisit").doesNotExist();
    }

    @Test
    void updateKeepsWhatIsCachedOfOtherAirports() {
        readUntilL1(first, "/airports/chc");
        put(first);
        assertThat(cacheStatus(first, "/airports/chc")).containsSubsequence("; hit;", "detail=L1");
    }

    @Test
    void refreshOfTheCountryTakesTheUpdateBack() {
        put(first);
        readUntilL1(second, SHOWING_AUCKLAND);
        first.post().uri("/countries/nz/refresh").exchange().expectStatus().isOk().expectBody().json("""
                {"code": "NZ", "airports": 38, "continents": ["OC"]}
                """);
        awaitType(second, "LARGE_AIRPORT");
        getOk(second, "/continents/oc/statistics").jsonPath("$.airportsByType.CLOSED").doesNotExist();
    }

    @Test
    void secondInstanceReadsWhatTheFirstLoaded() {
        String uri = "/airports/chc";
        assertThat(cacheStatus(first, uri)).contains("; fwd=miss");
        readUntilL1(first, uri);
        assertThat(cacheStatus(second, uri)).containsSubsequence("; hit;", "detail=L2");
        assertThat(cacheStatus(second, uri)).containsSubsequence("; hit;", "detail=L1");
    }

    @Test
    void unknownCodeIsCachedToo() {
        String uri = "/airports/qqq";
        assertThat(cacheStatus(first, uri)).contains("; fwd=miss");
        readUntilL1(first, uri);
    }

    @Test
    void healthIsUp() {
        getOk(second, "/actuator/health").jsonPath("$.status").isEqualTo("UP");
    }

    @Test
    void cacheContractIsTheCommittedOne() {
        CacheContractAssert.of(firstContext).matches(Path.of("CACHE-CONTRACT.md"));
    }

    @Test
    void endpointExplainsAKey() {
        readUntilL1(first, "/airports/wlg");
        getOk(first, "/actuator/tieredcache/airports/entry?key=s:WLG").jsonPath("$.l1.verdict").isEqualTo("valid");
    }

    private static void put(RestTestClient client) {
        client.put()
            .uri("/airports/akl")
            .contentType(MediaType.APPLICATION_JSON)
            .body(AUCKLAND)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .json("""
                    {"ident": "NZAA", "name": "Auckland Airport", "type": "CLOSED", "municipality": "Auckland"}
                    """);
    }

    private static void awaitType(RestTestClient client, String type) {
        await().atMost(SOON).untilAsserted(() -> getOk(client, "/airports/akl").jsonPath("$.type").isEqualTo(type));
    }

    private static void assertThatUpdateIsSeen(RestTestClient client) {
        getOk(client, "/airports/akl").jsonPath("$.name").isEqualTo("Auckland Airport");
        getOk(client, "/airports/nzaa").jsonPath("$.name").isEqualTo("Auckland Airport");
        getOk(client, "/countries/nz/airports").jsonPath("$.airports[?(@.ident == 'NZAA')].type").isEqualTo("CLOSED");
        getOk(client, "/continents/oc/statistics").jsonPath("$.airportsByType.CLOSED").isEqualTo(1);
    }

    private static void readUntilL1(RestTestClient client, String... uris) {
        for (String uri : uris) {
            await()
                .untilAsserted(() -> assertThat(cacheStatus(client, uri)).containsSubsequence("; hit;", "detail=L1"));
        }
    }

    private static BodyContentSpec getOk(RestTestClient client, String uri) {
        return client.get().uri(uri).exchange().expectStatus().isOk().expectBody();
    }

    private static String cacheStatus(RestTestClient client, String uri) {
        return client.get().uri(uri).exchange().returnResult().getResponseHeaders().getFirst("Cache-Status");
    }

    private static RestTestClient client(ConfigurableApplicationContext context) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    private static ConfigurableApplicationContext startInstance(String redisPort) {
        return SpringApplication.run(SampleApplication.class, redisPort, "--server.port=0",
                "--tiered-cache.redis.min-timeout=1s", "--sample.redis.directory=" + directory,
                "--spring.datasource.url=jdbc:h2:mem:sample;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

}
