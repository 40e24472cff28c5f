package io.tieredcache.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.tieredcache.SingleFlight;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance in a process of its own that begins a load and never ends it.
 */
final class LoadingProcess implements AutoCloseable {

    private static final String LOADING = "loading";

    private final Process process;

    private LoadingProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts the process and waits until its load runs.
     */
    static LoadingProcess start(String namespace, Duration leaseTime) throws IOException {
        RedisFixture redis = RedisFixture.shared();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(java, "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), LoadingProcess.class.getName(), redis.host(),
                Integer.toString(redis.port()), namespace, Long.toString(leaseTime.toMillis())))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        LoadingProcess started = new LoadingProcess(process);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        assertThat(output.lines().anyMatch(LOADING::equals)).as("the process loads").isTrue();
        return started;
    }

    static CacheSettingsBuilder settings(Duration leaseTime) {
        return new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED).leaseTime(leaseTime);
    }

    boolean isAlive() {
        return this.process.isAlive();
    }

    /**
     * Kills the process, which gets no chance to say goodbye.
     */
    void kill() {
        this.process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /**
     * The process.
     */
    public static void main(String[] arguments) throws Throwable {
        CountDownLatch never = new CountDownLatch(1);
        try (TestInstance instance = new TestInstance.Builder().redis(arguments[0], Integer.parseInt(arguments[1]))
            .namespace(arguments[2])
            .defaults(settings(Duration.ofMillis(Long.parseLong(arguments[3]))))
            .startLive()) {
            instance.cache(Fleet.CACHE).get(Fleet.KEY, Source.POLICY, (context) -> {
                System.out.println(LOADING);
                never.await();
                return "of the dead";
            });
        }
    }

}
