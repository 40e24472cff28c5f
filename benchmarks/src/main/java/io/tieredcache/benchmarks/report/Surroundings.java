package io.tieredcache.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.openjdk.jmh.runner.Runner;
import org.redisson.Redisson;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootVersion;
import org.springframework.core.SpringVersion;
import org.springframework.data.redis.cache.RedisCacheManager;

/**
 * What the figures depend on: machine, JDK, libraries, commit.
 */
public final class Surroundings {

    private static final String UNKNOWN = "unknown";

    private Surroundings() {
    }

    /**
     * Names and values.
     * @return rows of a table
     */
    public static List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("commit", commit()));
        rows.add(List.of("machine", "%d processors, %s, %s %s".formatted(Runtime.getRuntime().availableProcessors(),
                processor(), System.getProperty("os.name"), System.getProperty("os.version"))));
        rows.add(List.of("JDK",
                "%s, %s".formatted(System.getProperty("java.vm.version"), System.getProperty("java.vm.name"))));
        rows.add(List.of("Spring Boot", SpringBootVersion.getVersion()));
        rows.add(List.of("Spring Framework", String.valueOf(SpringVersion.getVersion())));
        rows.add(List.of("Spring Data Redis", version(RedisCacheManager.class, "spring-data-redis")));
        rows.add(List.of("Lettuce", version(RedisClient.class, "lettuce-core")));
        rows.add(List.of("Caffeine", version(Caffeine.class, "caffeine")));
        rows.add(List.of("Jackson", version(JsonMapper.class, "jackson-databind")));
        rows.add(List.of("Micrometer", version(MeterRegistry.class, "micrometer-core")));
        rows.add(List.of("JetCache", version(Cache.class, "jetcache-core")));
        rows.add(List.of("Redisson", version(Redisson.class, "redisson")));
        rows.add(List.of("JMH", version(Runner.class, "jmh-core")));
        return rows;
    }

    /**
     * The version in the name of a library's file, which all of them have.
     */
    private static String version(Class<?> type, String artifact) {
        String file = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .getFileName()
            .toString();
        return file.startsWith(artifact + "-") ? file.substring(artifact.length() + 1, file.lastIndexOf('.')) : UNKNOWN;
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            try (InputStream output = git.getInputStream()) {
                String commit = new String(output.readAllBytes(), StandardCharsets.UTF_8).trim();
                return (git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0) ? commit : UNKNOWN;
            }
        }
        catch (IOException ex) {
            return UNKNOWN;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }

    private static String processor() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"))
                .lines()
                .filter((line) -> line.startsWith("model name"))
                .map((line) -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        }
        catch (IOException ex) {
            return System.getProperty("os.arch");
        }
    }

}
