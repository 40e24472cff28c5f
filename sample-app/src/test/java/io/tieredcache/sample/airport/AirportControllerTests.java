package io.tieredcache.sample.airport;

import java.util.Optional;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.sample.UnknownCodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

@WebMvcTest(AirportController.class)
class AirportControllerTests {

    private static final Airport KEFLAVIK = new Airport("BIKF", "KEF", "Keflavik International Airport",
            AirportType.LARGE_AIRPORT, "Reykjavík", "IS-2", "Southern Peninsula", "IS", "Iceland", "EU", 63.985001,
            -22.6056, 171, true);

    private static final String TOO_LONG = "x".repeat(101);

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private AirportService service;

    @Test
    void codeIsAskedForInUpperCase() {
        given(this.service.findByCode("KEF")).willReturn(Optional.of(KEFLAVIK));
        assertThat(this.mvc.get().uri("/airports/kEf")).hasStatusOk()
            .bodyJson()
            .hasPathSatisfying("$.ident", (ident) -> assertThat(ident).isEqualTo("BIKF"));
    }

    @Test
    void unknownCodeIsNotFound() {
        given(this.service.findByCode("QQQQ")).willReturn(Optional.empty());
        assertThatProblem(this.mvc.get().uri("/airports/qqqq").exchange(), HttpStatus.NOT_FOUND,
                "No airport has the code 'qqqq'.");
    }

    @Test
    void putHandsTheNewValuesOver() {
        AirportUpdate update = new AirportUpdate("Keflavik", AirportType.CLOSED, null);
        given(this.service.update("KEF", update)).willReturn(KEFLAVIK);
        assertThat(put("/airports/kef", """
                {"name": "Keflavik", "type": "CLOSED"}
                """)).hasStatusOk();
        then(this.service).should().update("KEF", update);
    }

    @Test
    void putOfAnUnknownCodeIsNotFound() {
        given(this.service.update(any(), any())).willThrow(new UnknownCodeException("airport", "QQQQ"));
        assertThatProblem(put("/airports/qqqq", """
                {"name": "Nowhere", "type": "CLOSED"}
                """), HttpStatus.NOT_FOUND, "No airport has the code 'QQQQ'.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"name": "Keflavik", "type":                    | Failed to read request
            {"name": "Keflavik", "type": "SPACEPORT"}       | Failed to read request
            {"name": "Keflavik", "type": 1}                 | Failed to read request
            {"name": "Keflavik", "type": "1"}               | Failed to read request
            ["Keflavik", "CLOSED"]                          | Failed to read request
            null                                            | Failed to read request
            {"name": "Keflavik"}                            | Invalid request content: type must not be null.
            {"name": " ", "type": "CLOSED"}                 | Invalid request content: name must not be blank.
            {"type": "CLOSED"}                              | Invalid request content: name must not be blank.
            """)
    void putOfABadBodyIsABadRequest(String body, String detail) {
        assertThatProblem(put("/airports/kef", body), HttpStatus.BAD_REQUEST, detail);
        then(this.service).should(never()).update(any(), any());
    }

    @ParameterizedTest
    @CsvSource({ "name", "municipality" })
    void putOfATooLongTextIsABadRequest(String field) {
        String body = "{\"name\": \"Keflavik\", \"type\": \"CLOSED\", \"%s\": \"%s\"}".formatted(field, TOO_LONG);
        assertThatProblem(put("/airports/kef", body), HttpStatus.BAD_REQUEST,
                "Invalid request content: %s must not be longer than 100 characters.".formatted(field));
    }

    @Test
    void putOfAnotherMediaTypeIsNotSupported() {
        MvcTestResult result = this.mvc.put()
            .uri("/airports/kef")
            .contentType(MediaType.TEXT_PLAIN)
            .content("Keflavik")
            .exchange();
        assertThatProblem(result, HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "Content-Type 'text/plain;charset=UTF-8' is not supported.");
    }

    @Test
    void putWithoutRedisIsToBeRepeated() {
        given(this.service.update(any(), any())).willThrow(new L2UnavailableException("Redis is away", null));
        assertThatProblem(put("/airports/kef", """
                {"name": "Keflavik", "type": "CLOSED"}
                """), HttpStatus.SERVICE_UNAVAILABLE,
                "The change is saved, but other instances may show the old values for some seconds. "
                        + "Repeat the request when Redis is back.");
    }

    @Test
    void deleteIsNotAllowed() {
        assertThatProblem(this.mvc.delete().uri("/airports/kef").exchange(), HttpStatus.METHOD_NOT_ALLOWED,
                "Method 'DELETE' is not supported.");
    }

    private MvcTestResult put(String uri, String body) {
        return this.mvc.put().uri(uri).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
    }

    private static void assertThatProblem(MvcTestResult result, HttpStatus status, String detail) {
        assertThat(result).hasStatus(status)
            .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
            .bodyJson()
            .hasPathSatisfying("$.status", (value) -> assertThat(value).isEqualTo(status.value()))
            .hasPathSatisfying("$.detail", (value) -> assertThat(value).isEqualTo(detail));
    }

}
