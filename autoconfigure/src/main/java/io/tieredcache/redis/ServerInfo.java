package io.tieredcache.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tieredcache.store.RedisFacts;

/**
 * The answer to {@code INFO}, which may be anything: what is not there or no number is
 * unknown.
 */
final class ServerInfo {

    private static final int MAX_TEXT = 64;

    private final Map<String, String> fields = new HashMap<>();

    private final RedisVersion version;

    ServerInfo(String text) {
        this.version = RedisVersion.of(text);
        text.lines().forEach((line) -> {
            int colon = line.indexOf(':');
            if (colon > 0 && line.length() - colon <= MAX_TEXT) {
                this.fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
    }

    List<String> missing(String... names) {
        return Stream.of(names)
            .filter((name) -> !this.fields.containsKey(name))
            .map((name) -> "'" + name + "' of INFO (missing)")
            .toList();
    }

    RedisFacts.@Nullable Version version() {
        return this.version.isAtLeast(0, 1) ? new RedisFacts.Version(this.version.major(), this.version.minor()) : null;
    }

    @Nullable Boolean isReplica() {
        String role = this.fields.get("role");
        return (role != null) ? role.equals("slave") || role.equals("replica") : null;
    }

    RedisFacts.Memory memory() {
        return new RedisFacts.Memory(number("used_memory"), number("maxmemory"), this.fields.get("maxmemory_policy"));
    }

    @Nullable Boolean isOne(String name) {
        String value = this.fields.get(name);
        return (value != null) ? value.equals("1") : null;
    }

    @Nullable Boolean failsToPersist() {
        String snapshot = this.fields.get("rdb_last_bgsave_status");
        String appended = this.fields.get("aof_last_write_status");
        return (snapshot != null || appended != null) ? "err".equals(snapshot) || "err".equals(appended) : null;
    }

    private @Nullable Long number(String name) {
        String value = this.fields.get(name);
        try {
            return (value != null) ? Long.valueOf(value) : null;
        }
        catch (NumberFormatException ex) {
            return null;
        }
    }

}
