package io.tieredcache.key;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Different keys never share a text, and equal ones always do, for random nested keys of
 * all types. Each run takes another seed; {@code -Dtiered-cache.test.seed=…} replays one.
 */
class KeyTextPropertyTests {

    private static final int KEYS = 20_000 * Integer.getInteger("tiered-cache.test.scale", 1);

    private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9._:/@+=%~-]{1,200}");

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final RandomKeys keys = new RandomKeys(new Random(this.seed));

    @BeforeEach
    void printSeed() {
        System.out.println("tiered-cache.test.seed=" + this.seed);
    }

    @Test
    void keysShareATextExactlyWhenTheyAreEqual() {
        Map<String, Object> modelsByText = new HashMap<>();
        Map<Object, String> textsByModel = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            RandomKey key = this.keys.next();
            String text = longText(key);
            Object otherModel = modelsByText.putIfAbsent(text, key.model());
            String otherText = textsByModel.putIfAbsent(key.model(), text);
            if (otherModel != null && !otherModel.equals(key.model())) {
                throw failure("%s and %s share the text %s".formatted(otherModel, key.model(), text));
            }
            if (otherText != null && !otherText.equals(text)) {
                throw failure("%s has the texts %s and %s".formatted(key.model(), otherText, text));
            }
            this.keys.addEarlierText(text);
        }
        assertThat(modelsByText).hasSizeGreaterThan(KEYS / 3);
    }

    @Test
    void copyOfOtherImplementationsSharesTheText() {
        for (int i = 0; i < KEYS; i++) {
            RandomKey key = this.keys.next();
            String text = KeyText.of(key.build());
            if (!KeyText.of(key.build()).equals(text)) {
                throw failure("%s has another text than its copy".formatted(key.model()));
            }
            if (!ALPHABET.matcher(text).matches()) {
                throw failure("%s has the text %s".formatted(key.model(), text));
            }
        }
    }

    @Test
    void immutableKeysAreEqualExactlyWhenTheirTextsAre() {
        Map<Object, String> textsByKey = new HashMap<>();
        Map<String, Object> keysByText = new HashMap<>();
        RandomValues values = new RandomValues(new Random(this.seed));
        for (int i = 0; i < KEYS; i++) {
            Object key = values.next().build();
            if (KeyText.isImmutableKey(key)) {
                String text = KeyText.of(key);
                if (!textsByKey.computeIfAbsent(key, (newKey) -> text).equals(text)
                        || !keysByText.computeIfAbsent(text, (newText) -> key).equals(key)) {
                    throw failure("%s is not equal as its text %s is".formatted(key, text));
                }
            }
        }
    }

    // Without the hash, which would hide a shared text behind it.
    private String longText(RandomKey key) {
        KeyWriter writer = new KeyWriter();
        writer.write(key.build());
        return writer.toString();
    }

    private AssertionError failure(String message) {
        return new AssertionError(message + " (replay with -Dtiered-cache.test.seed=" + this.seed + ")");
    }

}
