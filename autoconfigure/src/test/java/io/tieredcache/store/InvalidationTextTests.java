package io.tieredcache.store;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidationTextTests {

    private static final int MAX = 50_000;

    @Test
    void textIsOneLinePerTarget() {
        StoredInvalidation invalidation = new StoredInvalidation(false,
                List.of(key("ns:d:v1:{b}", "fast"), key("ns:c:v1:{a}", null), key("ns:d:v1:{c}", "fast")),
                List.of("tag:t", "all"));
        assertThat(InvalidationText.write(invalidation, MAX))
            .isEqualTo("1 evict\nftag:t\nfall\nkns:c:v1:{a}\nsfast\nkns:d:v1:{b}\nkns:d:v1:{c}");
        assertThat(InvalidationText.write(new StoredInvalidation(true, List.of(), List.of("tag:t")), MAX))
            .isEqualTo("1 expire\nftag:t");
    }

    @Test
    void everyNameIsReadAsItWasWritten() {
        long seed = System.nanoTime();
        System.out.println("Seed of InvalidationTextTests: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StoredInvalidation invalidation = new StoredInvalidation(random.nextBoolean(), keys(random), names(random));
            assertThat(InvalidationText.read(InvalidationText.write(invalidation, MAX))).isEqualTo(invalidation);
        }
    }

    private static List<StoredInvalidation.Key> keys(Random random) {
        return Stream.of("", "fast", "large\n")
            .flatMap((store) -> names(random).stream().map((name) -> key(name, store.isEmpty() ? null : store)))
            .toList();
    }

    private static StoredInvalidation.Key key(String name, @Nullable String store) {
        return new StoredInvalidation.Key(name, store);
    }

    private static List<String> names(Random random) {
        String hard = "\\\n\0\rnkf1 é{}:0";
        return IntStream.range(0, random.nextInt(4))
            .mapToObj((i) -> random.ints(1 + random.nextInt(12), 0, hard.length())
                .collect(StringBuilder::new, (text, at) -> text.append(hard.charAt(at)), StringBuilder::append)
                .toString())
            .toList();
    }

    @Test
    void halfACharacterIsWrittenAsItIsSentToRedis() {
        StoredInvalidation invalidation = new StoredInvalidation(false, List.of(key("key \ud83d", null)), List.of());
        StoredInvalidation read = InvalidationText.read(InvalidationText.write(invalidation, MAX));
        assertThat(read.keys().get(0).entry().digest()).isEqualTo(new EntryKey("key \ud83d").digest());
        assertThat(read.keys()).containsExactly(key("key ?", null));
    }

    @Test
    void whatIsTooLongStandsForEverything() {
        List<StoredInvalidation.Key> keys = IntStream.range(0, 10_000).mapToObj((i) -> key("key " + i, null)).toList();
        String text = InvalidationText.write(new StoredInvalidation(true, keys, List.of()), MAX);
        assertThat(text).isEqualTo("1 evict\nfall");
        assertThat(InvalidationText.read(text)).isEqualTo(StoredInvalidation.ofEverything());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "2 evict\nfall", "1 evict\n", "1 evict\nk", "1 evict\nxkey", "evict", "\n", "{}" })
    void whatCannotBeReadStandsForEverything(String text) {
        assertThat(InvalidationText.read(text)).isEqualTo(StoredInvalidation.ofEverything());
    }

}
