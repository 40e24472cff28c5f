package io.tieredcache.autoconfigure;

import java.util.HashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the endpoint that shows and steers the caches, under the prefix that Boot
 * uses for the properties of an endpoint.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("management.endpoint.tieredcache")
public class CacheEndpointProperties {

    /**
     * When to show the values of entries that are explained.
     */
    private Show showValues = Show.NEVER;

    /**
     * Roles whose users are authorized to see values. When empty, all authenticated users
     * are.
     */
    private Set<String> roles = new HashSet<>();

    public Show getShowValues() {
        return this.showValues;
    }

    public void setShowValues(Show showValues) {
        this.showValues = showValues;
    }

    public Set<String> getRoles() {
        return this.roles;
    }

    public void setRoles(Set<String> roles) {
        this.roles = roles;
    }

}
