package io.tieredcache.sample;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Nothing has the requested code: answered with status 404 and problem details.
 */
@SuppressWarnings("serial")
public class UnknownCodeException extends ResponseStatusException {

    public UnknownCodeException(String kind, String code) {
        super(HttpStatus.NOT_FOUND, "No %s has the code '%s'.".formatted(kind, code));
    }

}
