package io.tieredcache.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;

/**
 * A page for {@link TieredCacheEndpoint}: it asks that endpoint from the browser, and
 * holds no data itself. As an endpoint of its own it follows Actuator's base path, port,
 * exposure and security on every web stack.
 */
@WebEndpoint(id = "tieredcacheui")
public final class TieredCacheDashboardEndpoint {

    private static final EndpointId PAGE = EndpointId.of("tieredcacheui");

    private static final EndpointId DATA = EndpointId.of("tieredcache");

    private static final String FOLDER = "io/tieredcache/dashboard/";

    /** No separators, and no dot that is not followed by a name: nothing outside. */
    private static final Pattern FILE = Pattern.compile("[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.(css|js)");

    private static final Map<String, MimeType> TYPES = Map.of("css", MimeType.valueOf("text/css;charset=UTF-8"), "js",
            MimeType.valueOf("text/javascript;charset=UTF-8"));

    private static final MimeType HTML = MimeType.valueOf("text/html;charset=UTF-8");

    private final Supplier<@Nullable PathMappedEndpoints> endpoints;

    /**
     * Create an endpoint.
     * @param endpoints knows where the endpoints are; asked when the page is, since it is
     * made of all of them
     */
    public TieredCacheDashboardEndpoint(Supplier<@Nullable PathMappedEndpoints> endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * The page.
     * @return the page, which finds its files and its data by relative addresses
     */
    @ReadOperation(produces = "text/html;charset=UTF-8")
    public WebEndpointResponse<Resource> page() {
        String own = path(PAGE);
        String html = text(FOLDER + "dashboard.html").replace("${files}", relative(own, own))
            .replace("${endpoint}", relative(own, path(DATA)));
        return new WebEndpointResponse<>(new ByteArrayResource(html.getBytes(StandardCharsets.UTF_8)),
                WebEndpointResponse.STATUS_OK, HTML);
    }

    /**
     * A script or style of the page.
     * @param file its name
     * @return the file, or 404
     */
    @ReadOperation(produces = { "text/css;charset=UTF-8", "text/javascript;charset=UTF-8" })
    public WebEndpointResponse<Resource> file(@Selector String file) {
        if (!FILE.matcher(file).matches()) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        Resource resource = resource(FOLDER + file);
        return resource.exists()
                ? new WebEndpointResponse<>(resource, WebEndpointResponse.STATUS_OK,
                        TYPES.get(file.substring(file.lastIndexOf('.') + 1)))
                : new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }

    private String path(EndpointId id) {
        PathMappedEndpoints all = this.endpoints.get();
        String path = (all != null) ? all.getRootPath(id) : null;
        return (path != null) ? path : id.toLowerCaseString();
    }

    /**
     * The address of one endpoint as seen from another: a proxy may have put anything in
     * front of both.
     */
    private static String relative(String from, String to) {
        int up = (int) from.chars().filter((c) -> c == '/').count();
        String path = ((up == 0) ? "./" : "../".repeat(up)) + to;
        try {
            return new URI(null, null, path, null).getRawPath();
        }
        catch (URISyntaxException ex) {
            throw new IllegalStateException("The path of an endpoint is no path", ex);
        }
    }

    private static String text(String path) {
        try {
            return resource(path).getContentAsString(StandardCharsets.UTF_8);
        }
        catch (IOException ex) {
            throw new UncheckedIOException("The library was packaged without '%s'.".formatted(path), ex);
        }
    }

    private static Resource resource(String path) {
        return new ClassPathResource(path, TieredCacheDashboardEndpoint.class.getClassLoader());
    }

}
