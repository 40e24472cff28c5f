package io.tieredcache.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.tieredcache.L2Status;
import io.tieredcache.L2Statuses;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.RedisInspector;

/**
 * Each Redis that entries are in. The application's own also has what the namespace
 * shares: sequence, fences and messages.
 */
public final class RedisStores implements AutoCloseable, L2Statuses {

    private final RedisStore application;

    private final Map<String, RedisStore> named;

    /**
     * Create the stores.
     * @param application the application's Redis
     * @param named the others by their names
     */
    public RedisStores(RedisStore application, Map<String, RedisStore> named) {
        this.application = application;
        this.named = Collections.unmodifiableMap(new TreeMap<>(named));
    }

    /**
     * A store by its name.
     * @param name the name, {@code null} for the application's Redis
     * @return the store
     * @throws L2UnavailableException if there is none of that name
     */
    public RedisStore store(@Nullable String name) {
        if (name == null) {
            return this.application;
        }
        RedisStore store = this.named.get(name);
        if (store == null) {
            throw new L2UnavailableException("There is no store '%s'".formatted(name), null);
        }
        return store;
    }

    /**
     * All stores but the application's Redis.
     * @return the stores by their names
     */
    public Map<String, RedisStore> named() {
        return this.named;
    }

    /**
     * Those who ask each Redis how it is set up.
     * @param namespace the namespace
     * @return an inspector for each, of the application's Redis first
     */
    public List<RedisInspector> inspectors(String namespace) {
        List<RedisInspector> inspectors = new ArrayList<>();
        inspectors.add(inspector(DEFAULT, this.application, namespace));
        this.named.forEach((name, store) -> inspectors.add(inspector(name, store, namespace)));
        return inspectors;
    }

    private static RedisInspector inspector(String name, RedisStore store, String namespace) {
        return new RedisServerInspector(name, store.master(), namespace, store.master().patienceMillis());
    }

    @Override
    public Map<String, L2Status> byName() {
        Map<String, L2Status> statuses = new LinkedHashMap<>();
        statuses.put(DEFAULT, this.application.master().guard());
        this.named.forEach((name, store) -> statuses.put(name, store.master().guard()));
        return statuses;
    }

    RedisConnections application() {
        return this.application.master();
    }

    RedisConnections of(EntryKey key) {
        return store(key.store()).master();
    }

    /**
     * Whether what concerns these entries and what concerns the namespace is done in the
     * order in which it is sent.
     */
    boolean areInOrder(Collection<EntryKey> keys) {
        return !application().isCluster() && keys.stream().allMatch((key) -> key.store() == null);
    }

    @Override
    public void close() {
        this.application.close();
        this.named.values().forEach(RedisStore::close);
    }

}
