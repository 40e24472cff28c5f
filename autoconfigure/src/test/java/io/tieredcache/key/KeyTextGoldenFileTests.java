package io.tieredcache.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts as they are stored in Redis by everyone who uses this library.
 * <p>
 * When a test here fails, the new code is wrong and not the file: with another text, no
 * instance finds what the former version stored, and in a rolling update the two versions
 * do not hear each other's evictions, so that they serve stale values. A line may be
 * added. Changing or removing one breaks every deployed cache and takes a new major
 * version.
 */
class KeyTextGoldenFileTests {

    private static final String WARNING = "A changed text breaks every deployed cache, see the comment of this class";

    @Test
    void textsAreThoseOfTheGoldenFile() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        GoldenKeys.all().forEach((name, key) -> texts.put(name, KeyText.of(key)));
        assertThat(texts).as(WARNING).containsExactlyEntriesOf(goldenTexts());
    }

    @Test
    void goldenFileHoldsMoreThanHundredDifferentTexts() throws IOException {
        assertThat(goldenTexts().values()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    private Map<String, String> goldenTexts() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (InputStream golden = getClass().getResourceAsStream("golden-keys.txt")) {
            new String(golden.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter((line) -> !line.startsWith("#"))
                .map((line) -> line.split(" ", 2))
                .forEach((nameAndText) -> texts.put(nameAndText[0], nameAndText[1]));
        }
        return texts;
    }

}
