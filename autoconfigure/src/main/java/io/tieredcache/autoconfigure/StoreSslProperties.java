package io.tieredcache.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * TLS to a store.
 *
 * @since 0.1.0
 */
public class StoreSslProperties {

    /**
     * Whether to use TLS. Switched on by naming a bundle.
     */
    private @Nullable Boolean enabled;

    /**
     * Name of the SSL bundle with keys and trusted certificates.
     */
    private @Nullable String bundle;

    public @Nullable Boolean getEnabled() {
        return this.enabled;
    }

    public void setEnabled(@Nullable Boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable String getBundle() {
        return this.bundle;
    }

    public void setBundle(@Nullable String bundle) {
        this.bundle = bundle;
    }

}
