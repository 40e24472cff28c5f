package io.tieredcache.benchmarks.jmh;

import java.lang.reflect.Method;
import java.util.Arrays;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

import io.tieredcache.benchmarks.data.Directory;

/**
 * A cache that is measured. All keys are read once before; a load after the warmup fails
 * the benchmark, since then it would not measure hits.
 */
@State(Scope.Benchmark)
public abstract class PeerState {

    private Directory directory = new Directory();

    private long loads;

    private boolean filled;

    final Directory directory() {
        return this.directory;
    }

    final void directory(Directory used) {
        this.directory = used;
    }

    /**
     * Fills the cache if that was not done, and notes how much was loaded so far.
     * @param benchmark the benchmark, which fills the cache that it reads
     * @throws ReflectiveOperationException if it fails
     */
    @Setup(Level.Iteration)
    public void fill(BenchmarkParams benchmark) throws ReflectiveOperationException {
        if (!this.filled) {
            readAll(benchmark.getBenchmark());
            this.filled = true;
        }
        this.loads = this.directory.loads();
    }

    private void readAll(String benchmark) throws ReflectiveOperationException {
        int dot = benchmark.lastIndexOf('.');
        Class<?> type = Class.forName(benchmark.substring(0, dot));
        Method method = Arrays.stream(type.getMethods())
            .filter((candidate) -> candidate.getName().equals(benchmark.substring(dot + 1)))
            .findFirst()
            .orElseThrow();
        Object instance = type.getConstructor().newInstance();
        Keys keys = new Keys();
        keys.read();
        for (int i = 0; i < Directory.SIZE; i++) {
            method.invoke(instance, this, keys);
        }
    }

    /**
     * Checks that nothing was loaded since.
     * @param iteration tells whether it is measured
     */
    @TearDown(Level.Iteration)
    public void checkLoads(IterationParams iteration) {
        long loaded = this.directory.loads() - this.loads;
        if (iteration.getType() == IterationType.MEASUREMENT && loaded > 0) {
            throw new IllegalStateException("%d values were loaded where only hits are measured".formatted(loaded));
        }
    }

}
