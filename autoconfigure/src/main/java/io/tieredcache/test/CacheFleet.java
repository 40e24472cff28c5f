package io.tieredcache.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Several instances of an application in the JVM of a test, most often contexts of
 * Spring. Not for use by several threads at a time.
 *
 * @param <I> the type of an instance
 * @since 0.1.0
 */
public final class CacheFleet<I extends AutoCloseable> implements AutoCloseable {

    private final List<I> instances;

    private CacheFleet(List<I> instances) {
        this.instances = instances;
    }

    /**
     * Starts instances one after the other. If one does not start, those before it are
     * closed and its exception is thrown.
     * @param <I> the type of an instance
     * @param size how many, at least 1
     * @param starter starts the instance of an index, 0 for the first
     * @return the fleet
     */
    public static <I extends AutoCloseable> CacheFleet<I> start(int size, IntFunction<? extends I> starter) {
        if (size < 1) {
            throw new IllegalArgumentException("Cache fleet: needs at least 1 instance, not " + size);
        }
        CacheFleet<I> fleet = new CacheFleet<>(new ArrayList<>());
        try {
            for (int index = 0; index < size; index++) {
                fleet.instances.add(starter.apply(index));
            }
            return fleet;
        }
        catch (RuntimeException | Error ex) {
            fleet.closeAll(ex);
            throw ex;
        }
    }

    /**
     * An instance.
     * @param index its index, 0 for the first
     * @return the instance
     */
    public I get(int index) {
        return this.instances.get(index);
    }

    /**
     * Something of each instance, for example its cache manager.
     * @param <T> the type of it
     * @param function takes it from an instance
     * @return the results in the order of the instances
     */
    public <T> List<T> map(Function<? super I, ? extends T> function) {
        return this.instances.stream().<T>map(function).toList();
    }

    /**
     * Readers of one value, one per instance.
     * @param <V> the type of the value
     * @param read reads the value through an instance, as its callers do
     * @return the readers
     */
    public <V extends @Nullable Object> List<CacheReader<V>> readers(Function<? super I, ? extends V> read) {
        List<CacheReader<V>> readers = new ArrayList<>();
        for (int index = 0; index < this.instances.size(); index++) {
            I instance = this.instances.get(index);
            readers.add(new CacheReader<>("instance " + index, () -> read.apply(instance)));
        }
        return readers;
    }

    /**
     * Closes all instances, the first one last. A further call does nothing.
     * @throws IllegalStateException if an instance did not close; the others are closed
     */
    @Override
    public void close() {
        IllegalStateException failure = new IllegalStateException("Cache fleet: not every instance could be closed");
        closeAll(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void closeAll(Throwable failure) {
        for (int index = this.instances.size() - 1; index >= 0; index--) {
            try {
                this.instances.get(index).close();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                failure.addSuppressed(ex);
            }
            catch (Exception ex) {
                failure.addSuppressed(ex);
            }
        }
        this.instances.clear();
    }

}
