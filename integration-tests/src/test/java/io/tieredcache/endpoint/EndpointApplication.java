package io.tieredcache.endpoint;

import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.filter.OncePerRequestFilter;

import io.tieredcache.annotation.TieredCacheable;

/**
 * An application whose endpoints are exposed. Who calls is who the header says.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EndpointApplication {

    static final String USER = "X-Test-User";

    @Bean
    Products products() {
        return new Products();
    }

    @Bean
    Audit audit() {
        return new Audit();
    }

    @Bean
    OncePerRequestFilter userFilter() {
        return new OncePerRequestFilter() {

            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                chain.doFilter(new UserRequest(request), response);
            }

        };
    }

    static class Products {

        @TieredCacheable(cache = "products", key = "#sku", tags = "product:#{#sku}")
        public String name(String sku) {
            return "name of " + sku;
        }

    }

    static class Audit {

        private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void heard(AuditApplicationEvent event) {
            this.events.add(event.getAuditEvent());
        }

        List<AuditEvent> events() {
            return this.events;
        }

    }

    private record User(String name) implements Principal {

        @Override
        public String getName() {
            return this.name;
        }

    }

    private static final class UserRequest extends HttpServletRequestWrapper {

        private final @Nullable String user;

        UserRequest(HttpServletRequest request) {
            super(request);
            this.user = request.getHeader(USER);
        }

        @Override
        public @Nullable Principal getUserPrincipal() {
            return (this.user != null) ? new User(this.user) : null;
        }

        @Override
        public boolean isUserInRole(String role) {
            return role.equals(this.user);
        }

    }

}
