package io.tieredcache.benchmarks.jmh;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.benchmarks.data.Directory;
import io.tieredcache.benchmarks.peer.Contexts;

/**
 * A cache in an application of its own.
 *
 * @param <S> the service whose methods are cached
 */
public abstract class ContextState<S> extends PeerState {

    private final Class<?> configuration;

    private final Class<S> type;

    private final String[] properties;

    private @Nullable ConfigurableApplicationContext context;

    private @Nullable S service;

    ContextState(Class<?> configuration, Class<S> type, String... properties) {
        this.configuration = configuration;
        this.type = type;
        this.properties = properties;
    }

    /**
     * Starts the application.
     */
    @Setup
    public void start() {
        ConfigurableApplicationContext started = Contexts.start(this.configuration, this.properties);
        this.context = started;
        this.service = started.getBean(this.type);
        directory(started.getBean(Directory.class));
    }

    final S service() {
        return Objects.requireNonNull(this.service);
    }

    /**
     * Ends the application.
     */
    @TearDown
    public void stop() {
        Objects.requireNonNull(this.context).close();
    }

}
