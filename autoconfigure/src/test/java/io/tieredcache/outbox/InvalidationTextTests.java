package io.tieredcache.outbox;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.store.EntryKey;
import io.tieredcache.store.StoredInvalidation;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidationTextTests {

    @Test
    void textIsOneLinePerTarget() {
        StoredInvalidation invalidation = new StoredInvalidation(false, List.of("ns:c:v1:{a}"),
                List.of("tag:t", "all"));
        assertThat(InvalidationText.write(invalidation)).isEqualTo("1 evict\nftag:t\nfall\nkns:c:v1:{a}");
        assertThat(InvalidationText.write(new StoredInvalidation(true, List.of(), List.of("tag:t"))))
            .isEqualTo("1 expire\nftag:t");
    }

    @Test
    void everyNameIsReadAsItWasWritten() {
        long seed = System.nanoTime();
        System.out.println("Seed of InvalidationTextTests: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StoredInvalidation invalidation = new StoredInvalidation(random.nextBoolean(), names(random),
                    names(random));
            assertThat(InvalidationText.read(InvalidationText.write(invalidation))).isEqualTo(invalidation);
        }
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
        StoredInvalidation invalidation = new StoredInvalidation(false, List.of("key \ud83d"), List.of());
        StoredInvalidation read = InvalidationText.read(InvalidationText.write(invalidation));
        assertThat(new EntryKey(read.keys().get(0)).digest()).isEqualTo(new EntryKey("key \ud83d").digest());
        assertThat(read.keys()).containsExactly("key ?");
    }

    @Test
    void whatIsTooLongStandsForEverything() {
        List<String> keys = IntStream.range(0, 10_000).mapToObj((i) -> "key " + i).toList();
        String text = InvalidationText.write(new StoredInvalidation(true, keys, List.of()));
        assertThat(text).isEqualTo("1 evict\nfall");
        assertThat(InvalidationText.read(text)).isEqualTo(StoredInvalidation.ofEverything());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "2 evict\nfall", "1 evict\n", "1 evict\nk", "1 evict\nxkey", "evict", "\n", "{}" })
    void whatCannotBeReadStandsForEverything(String text) {
        assertThat(InvalidationText.read(text)).isEqualTo(StoredInvalidation.ofEverything());
    }

}
