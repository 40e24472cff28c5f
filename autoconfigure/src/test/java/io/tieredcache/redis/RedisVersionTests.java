package io.tieredcache.redis;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedisVersionTests {

    @ParameterizedTest
    @CsvSource({ "6.2.7, 6, 2", "7.0.15, 7, 0", "7.4, 7, 4", "8, 8, 0", "255.255.255, 255, 255" })
    void isReadFromTheServersInfo(String text, int major, int minor) {
        RedisVersion version = RedisVersion
            .of("# Server\r\nredis_version:%s\r\nredis_git_sha1:00000000\r\n".formatted(text));
        assertThat(version).isEqualTo(new RedisVersion(major, minor)).hasToString(major + "." + minor);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "# Server\r\n", "redis_version:", "redis_version:x.y\r\n", "redis_version:7.x.1\r\n",
            "redis_version:99999999999.1\r\n" })
    void answerWithoutVersionIsTheOldest(String info) {
        assertThat(RedisVersion.of(info)).isEqualTo(new RedisVersion(0, 0));
    }

    @Test
    void newerVersionsAreAtLeastOlderOnes() {
        RedisVersion version = new RedisVersion(7, 2);
        assertThat(version.isAtLeast(7, 2)).isTrue();
        assertThat(version.isAtLeast(7, 1)).isTrue();
        assertThat(version.isAtLeast(6, 9)).isTrue();
        assertThat(version.isAtLeast(7, 3)).isFalse();
        assertThat(version.isAtLeast(8, 0)).isFalse();
    }

}
