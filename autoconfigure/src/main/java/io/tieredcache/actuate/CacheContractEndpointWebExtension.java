package io.tieredcache.actuate;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;

/**
 * The contracts as a document over HTTP.
 */
@EndpointWebExtension(endpoint = CacheContractEndpoint.class)
public final class CacheContractEndpointWebExtension {

    private static final String MARKDOWN = "markdown";

    private static final MimeType TYPE = new MimeType("text", MARKDOWN, Map.of("charset", "UTF-8"));

    private final CacheContractEndpoint endpoint;

    /**
     * Create an extension.
     * @param endpoint the endpoint
     */
    public CacheContractEndpointWebExtension(CacheContractEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * The contracts in another format.
     * @param format {@code markdown}
     * @return the document, or a problem
     */
    @ReadOperation(produces = { "text/markdown", "application/problem+json" })
    public WebEndpointResponse<?> document(@Selector String format) {
        if (!format.equals(MARKDOWN)) {
            return Answers.of(() -> {
                throw new IllegalArgumentException("There is no such format. There is '%s'.".formatted(MARKDOWN));
            });
        }
        return new WebEndpointResponse<>(
                new ByteArrayResource(this.endpoint.markdown().getBytes(StandardCharsets.UTF_8)),
                WebEndpointResponse.STATUS_OK, TYPE);
    }

}
