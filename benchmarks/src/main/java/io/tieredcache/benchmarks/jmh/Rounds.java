package io.tieredcache.benchmarks.jmh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.benchmarks.Run;
import io.tieredcache.benchmarks.peer.RedisAddress;
import io.tieredcache.benchmarks.report.Samples;

/**
 * Runs benchmarks that are compared in turn, each in a JVM of its own, and then all of
 * them again: so a machine that is slow for a while is slow for all of them.
 */
final class Rounds {

    private static final Logger logger = LoggerFactory.getLogger(Rounds.class);

    private static final int MOST_TRIES = 3;

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final Run run;

    private final Class<?> benchmark;

    private final int threads;

    Rounds(Run run, Class<?> benchmark, int threads) {
        this.run = run;
        this.benchmark = benchmark;
        this.threads = threads;
    }

    /**
     * Runs benchmarks.
     * @param methods their names
     * @return what was measured, by name
     */
    Map<String, Figures> measure(List<String> methods) throws RunnerException {
        int rounds = this.run.form().rounds();
        Map<String, Figures> figures = new LinkedHashMap<>();
        methods.forEach((method) -> figures.put(method, new Figures(new double[rounds], new double[rounds])));
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Figures> entry : figures.entrySet()) {
                this.run.redis().clear();
                RunResult result = tried(entry.getKey());
                entry.getValue().scores()[round] = median(result);
                entry.getValue().bytes()[round] = allocation(result);
            }
        }
        return figures;
    }

    /**
     * Runs a benchmark again that failed: on a busy machine Redis may be late, and then
     * values are loaded.
     */
    private RunResult tried(String method) throws RunnerException {
        for (int i = 1; i < MOST_TRIES; i++) {
            try {
                return new Runner(options(method)).runSingle();
            }
            catch (RunnerException ex) {
                logger.warn("'{}' is run again", method, ex);
            }
        }
        return new Runner(options(method)).runSingle();
    }

    private Options options(String method) {
        return new OptionsBuilder().include(Pattern.quote(this.benchmark.getName() + "." + method) + "$")
            .forks(1)
            .threads(this.threads)
            .warmupIterations(this.run.form().warmups())
            .warmupTime(TimeValue.milliseconds(1000))
            .measurementIterations(this.run.form().measurements())
            .measurementTime(TimeValue.milliseconds(500))
            .jvmArgsAppend("-D" + RedisAddress.PORT_PROPERTY + "=" + RedisAddress.port())
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .build();
    }

    private static double median(RunResult result) {
        Statistics statistics = result.getPrimaryResult().getStatistics();
        return statistics.getPercentile(50);
    }

    private static double allocation(RunResult result) {
        Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
        if (allocation == null) {
            throw new IllegalStateException("The profiler of JMH did not tell '%s', but %s".formatted(ALLOCATION,
                    result.getSecondaryResults().keySet()));
        }
        return allocation.getScore();
    }

    /**
     * What was measured of a benchmark, round by round.
     *
     * @param scores the score, in the benchmark's unit
     * @param bytes what a call allocates
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Figures(double[] scores, double[] bytes) {

        Samples score() {
            return new Samples(this.scores);
        }

        Samples allocation() {
            return new Samples(this.bytes);
        }

    }

}
