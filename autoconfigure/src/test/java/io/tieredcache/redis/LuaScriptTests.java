package io.tieredcache.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class LuaScriptTests {

    @ParameterizedTest
    @EnumSource
    void digestIsThatOfTheSource(LuaScript script) throws Exception {
        assertThat(script.sha())
            .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(script.source())));
    }

    @ParameterizedTest
    @EnumSource
    void walksNoKeys(LuaScript script) {
        String source = new String(script.source(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
        assertThat(source).isNotBlank().doesNotContain("'KEYS'", "'SCAN'", "'SMEMBERS'", "'FLUSHDB'", "'FLUSHALL'");
    }

    @ParameterizedTest
    @EnumSource
    void isPlainAscii(LuaScript script) {
        for (byte octet : script.source()) {
            assertThat(octet).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sourceIsACopy(LuaScript script) {
        script.source()[0] = 'x';
        assertThat(script.source()[0]).isNotEqualTo((byte) 'x');
    }

}
