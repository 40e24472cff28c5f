package io.tieredcache;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.key.KeyText;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Keys of records, as a handler gets them.
 */
class WriteRecordTests {

    @ParameterizedTest
    @ValueSource(strings = { "HAM", "", "a b", "50%", "Zürich", "日本", "🛫", "a%u0041", "~{}", "\ud83d", "s:HAM" })
    void keyThatIsAStringComesBack(String key) {
        assertThat(record(KeyText.of(key)).keyAsString()).isEqualTo(key);
    }

    @Test
    void keyThatIsAWholeNumberComesBack() {
        assertThat(record(KeyText.of(42)).keyAsLong()).isEqualTo(42);
        assertThat(record(KeyText.of(Long.MIN_VALUE)).keyAsLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(record(KeyText.of((short) 7)).keyAsLong()).isEqualTo(7);
        assertThat(record(KeyText.of((byte) -7)).keyAsLong()).isEqualTo(-7);
    }

    @Test
    void otherKeysAreRefused() {
        WriteRecord<Object> number = record(KeyText.of(42));
        assertThatIllegalStateException().isThrownBy(number::keyAsString).withMessageContaining("'i'");
        WriteRecord<Object> text = record(KeyText.of("secret"));
        assertThatIllegalStateException().isThrownBy(text::keyAsLong).withMessageNotContaining("secret");
        WriteRecord<Object> digest = record(KeyText.of("x".repeat(300)));
        assertThatIllegalStateException().isThrownBy(digest::keyAsString).withMessageContaining("'h'");
    }

    private static WriteRecord<Object> record(String key) {
        return new WriteRecord<>("1-0", key, "value", Instant.EPOCH, 1, 1);
    }

}
