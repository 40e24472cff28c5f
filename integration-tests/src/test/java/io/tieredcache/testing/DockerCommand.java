package io.tieredcache.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line of Docker. Testcontainers itself would wait minutes for an image that
 * no registry gives, so it is asked first.
 */
final class DockerCommand {

    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration PULL_TIMEOUT = Duration.ofMinutes(2);

    private DockerCommand() {
    }

    /**
     * Return whether Docker answers and has the image, if need be after a pull.
     */
    static boolean canRun(String image) {
        return succeeds(LOOK_TIMEOUT, "image", "inspect", image)
                || (succeeds(LOOK_TIMEOUT, "info") && succeeds(PULL_TIMEOUT, "pull", "--quiet", image));
    }

    private static boolean succeeds(Duration timeout, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0;
        }
        catch (IOException ex) {
            return false;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for docker", ex);
        }
    }

}
