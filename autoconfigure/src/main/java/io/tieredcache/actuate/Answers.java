package io.tieredcache.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;

import io.tieredcache.L2UnavailableException;

/**
 * Answers of web operations: what was asked for, or a problem detail (RFC 9457).
 */
final class Answers {

    private static final Logger logger = LoggerFactory.getLogger(Answers.class);

    private static final MimeType PROBLEM = new MimeType("application", "problem+json");

    private Answers() {
    }

    static WebEndpointResponse<Object> of(Supplier<? extends @Nullable Object> operation) {
        try {
            return new WebEndpointResponse<>(operation.get());
        }
        catch (UnknownCacheException ex) {
            return problem(WebEndpointResponse.STATUS_NOT_FOUND, "Not Found", ex);
        }
        catch (IllegalArgumentException ex) {
            return problem(WebEndpointResponse.STATUS_BAD_REQUEST, "Bad Request", ex);
        }
        catch (L2UnavailableException ex) {
            logger.debug("Redis did not acknowledge an action", ex);
            return problem(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "Service Unavailable",
                    "Redis did not acknowledge. An invalidation has taken effect on this instance alone, and a "
                            + "toggle of the fleet perhaps nowhere. Repeat the request when Redis can be reached.");
        }
    }

    private static WebEndpointResponse<Object> problem(int status, String title, RuntimeException cause) {
        return problem(status, title, String.valueOf(cause.getMessage()));
    }

    private static WebEndpointResponse<Object> problem(int status, String title, String detail) {
        return new WebEndpointResponse<>(new Problem("about:blank", title, status, detail), status, PROBLEM);
    }

    /**
     * What is wrong.
     *
     * @param type says no more than the status
     * @param title the status in words
     * @param status the status
     * @param detail what was wrong in this request
     */
    record Problem(String type, String title, int status, String detail) {

    }

}
