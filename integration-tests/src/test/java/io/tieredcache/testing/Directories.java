package io.tieredcache.testing;

import java.io.IOException;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * Temporary directories of servers.
 */
final class Directories {

    private Directories() {
    }

    static void delete(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        }
        catch (IOException ex) {
            throw new IllegalStateException("Unable to delete '%s'".formatted(directory), ex);
        }
    }

}
