package io.tieredcache.key;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts of more than 200 bytes.
 */
class KeyTextHashingTests {

    @Test
    void twoHundredBytesStay() {
        String value = "x".repeat(198);
        assertThat(KeyText.of(value)).isEqualTo("s:" + value).hasSize(200);
    }

    @Test
    void oneByteMoreIsHashed() {
        // printf %s "s:$(printf 'x%.0s' {1..199})" | sha256sum
        assertThat(KeyText.of("x".repeat(199)))
            .isEqualTo("h:6ee94550c55555c88baae2274113a1230cf1b84b00259eff0eda950b8fc9779c");
    }

    @Test
    void borderCountsEscapedBytes() {
        assertThat(KeyText.of("ü".repeat(33))).isEqualTo("s:" + "%C3%BC".repeat(33)).hasSize(200);
        assertThat(KeyText.of("ü".repeat(34))).matches("h:[0-9a-f]{64}");
        assertThat(KeyText.of(" ".repeat(66))).hasSize(200);
        assertThat(KeyText.of(" ".repeat(67))).matches("h:[0-9a-f]{64}");
    }

    @Test
    void borderIsTheSameForOtherTypes() {
        assertThat(KeyText.of(List.of("x".repeat(192)))).startsWith("list1~s:x").hasSize(200);
        assertThat(KeyText.of(List.of("x".repeat(193)))).matches("h:[0-9a-f]{64}");
    }

    @Test
    void partOfAKeyIsNotHashedByItself() {
        String longPart = "x".repeat(300);
        assertThat(KeyText.of(List.of(longPart))).isNotEqualTo(KeyText.of(List.of(KeyText.of(longPart))));
    }

    @Test
    void noOtherTextLooksHashed() {
        assertThat(KeyText.of("h:" + "0".repeat(64))).isEqualTo("s:h:" + "0".repeat(64));
    }

    @Test
    void longKeysThatDifferHaveDifferentHashes() {
        assertThat(KeyText.of("x".repeat(300) + "a")).isNotEqualTo(KeyText.of("x".repeat(300) + "b"));
    }

    @Test
    void keyOfAnyLengthHasAText() {
        assertThat(KeyText.of(List.of("x".repeat(1_000_000), new long[100_000]))).matches("h:[0-9a-f]{64}");
    }

}
