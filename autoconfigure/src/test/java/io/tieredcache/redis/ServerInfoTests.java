package io.tieredcache.redis;

import java.util.Random;

import org.junit.jupiter.api.Test;

import io.tieredcache.store.RedisFacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ServerInfoTests {

    @Test
    void usualAnswerIsRead() {
        ServerInfo info = new ServerInfo("""
                # Server
                redis_version:7.0.15

                # Memory
                used_memory:1024
                maxmemory:2048
                maxmemory_policy:volatile-lru
                role:slave
                aof_enabled:1
                rdb_last_bgsave_status:ok
                aof_last_write_status:err
                """.replace("\n", "\r\n"));
        assertThat(info.version()).isEqualTo(new RedisFacts.Version(7, 0));
        assertThat(info.isReplica()).isTrue();
        assertThat(info.memory()).isEqualTo(new RedisFacts.Memory(1024L, 2048L, "volatile-lru"));
        assertThat(info.isOne("aof_enabled")).isTrue();
        assertThat(info.failsToPersist()).isTrue();
        assertThat(info.missing("role", "maxmemory")).isEmpty();
    }

    @Test
    void emptyAnswerTellsNothing() {
        ServerInfo info = new ServerInfo("");
        assertThat(info.version()).isNull();
        assertThat(info.isReplica()).isNull();
        assertThat(info.memory()).isEqualTo(new RedisFacts.Memory(null, null, null));
        assertThat(info.isOne("aof_enabled")).isNull();
        assertThat(info.failsToPersist()).isNull();
        assertThat(info.missing("role")).containsExactly("'role' of INFO (missing)");
    }

    @Test
    void anythingIsRead() {
        Random random = new Random(42);
        String[] parts = { "redis_version:", "used_memory:", "maxmemory:", "role:", "\n", ":", "7", "x", "-", "." };
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(30); left > 0; left--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThatNoException().isThrownBy(() -> {
                ServerInfo info = new ServerInfo(text.toString());
                info.version();
                info.memory();
                info.isReplica();
            });
        }
    }

}
