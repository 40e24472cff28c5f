package io.tieredcache.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import redis.embedded.core.ExecutableProvider;

/**
 * A {@code redis-server} on this machine.
 *
 * @param path where it is
 * @param version its version, for example {@code 7.0.15}
 */
record RedisExecutable(Path path, String version) {

    private static final Path INSTALLED = Path.of("/usr/bin/redis-server");

    private static final Pattern VERSION = Pattern.compile("v=(\\S+)");

    /**
     * Return the executable that the embedded Redis brings along. It is extracted once.
     */
    static RedisExecutable embedded() {
        return Embedded.EXECUTABLE;
    }

    /**
     * Return the executable of the operating system if there is one, else the embedded.
     */
    static RedisExecutable installedOrEmbedded() {
        return Files.isExecutable(INSTALLED) ? at(INSTALLED) : embedded();
    }

    private static RedisExecutable at(Path path) {
        return new RedisExecutable(path, readVersion(path));
    }

    private static String readVersion(Path path) {
        try {
            Process process = new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(output);
            if (!matcher.find()) {
                throw new IllegalStateException("No version in the output of '%s': %s".formatted(path, output));
            }
            return matcher.group(1);
        }
        catch (IOException ex) {
            throw new IllegalStateException("Unable to run '%s'".formatted(path), ex);
        }
    }

    private static final class Embedded {

        static final RedisExecutable EXECUTABLE = extract();

        private static RedisExecutable extract() {
            try {
                File file = ExecutableProvider.newJarResourceProvider().get();
                return at(file.toPath());
            }
            catch (IOException ex) {
                throw new IllegalStateException("Unable to extract the embedded redis-server", ex);
            }
        }

    }

}
