package io.tieredcache.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A store that is a Redis Cluster.
 *
 * @since 0.1.0
 */
public class StoreClusterProperties {

    /**
     * Some nodes to begin with, as 'host:port'.
     */
    private List<String> nodes = new ArrayList<>();

    /**
     * Most redirections of one command. Taken from Lettuce when not set.
     */
    private @Nullable Integer maxRedirects;

    public List<String> getNodes() {
        return this.nodes;
    }

    public void setNodes(List<String> nodes) {
        this.nodes = nodes;
    }

    public @Nullable Integer getMaxRedirects() {
        return this.maxRedirects;
    }

    public void setMaxRedirects(@Nullable Integer maxRedirects) {
        this.maxRedirects = maxRedirects;
    }

}
