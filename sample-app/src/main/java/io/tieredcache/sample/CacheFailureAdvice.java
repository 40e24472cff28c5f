package io.tieredcache.sample;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.WriteNotAcceptedException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers a change whose invalidation Redis did not acknowledge, and a visit that it did
 * not take. Reads never fail because of the cache.
 */
@RestControllerAdvice
class CacheFailureAdvice {

    @ExceptionHandler(WriteNotAcceptedException.class)
    ProblemDetail handleWriteNotAccepted() {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
                "The visit is not counted, since Redis is away. Repeat the request when it is back.");
    }

    @ExceptionHandler(L2UnavailableException.class)
    ProblemDetail handleL2Unavailable() {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
                "The change is saved, but other instances may show the old values for some seconds. "
                        + "Repeat the request when Redis is back.");
    }

}
