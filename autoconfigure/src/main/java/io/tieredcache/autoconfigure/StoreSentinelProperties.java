package io.tieredcache.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A store behind Redis Sentinel.
 *
 * @since 0.1.0
 */
public class StoreSentinelProperties {

    /**
     * Name of the primary, as the sentinels know it.
     */
    private @Nullable String master;

    /**
     * Sentinels, as 'host:port'.
     */
    private List<String> nodes = new ArrayList<>();

    /**
     * User to log in to the sentinels as.
     */
    private @Nullable String username;

    /**
     * Password to log in to the sentinels with.
     */
    private @Nullable String password;

    public @Nullable String getMaster() {
        return this.master;
    }

    public void setMaster(@Nullable String master) {
        this.master = master;
    }

    public List<String> getNodes() {
        return this.nodes;
    }

    public void setNodes(List<String> nodes) {
        this.nodes = nodes;
    }

    public @Nullable String getUsername() {
        return this.username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return this.password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

}
