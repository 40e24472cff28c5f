package io.tieredcache.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.CacheCounter;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is larger than a cache takes is handed to its caller and stored nowhere.
 */
@ExtendWith(OutputCaptureExtension.class)
class GuardRailIntegrationTests {

    private static final int MOST = 5;

    private static final EntryPolicy POLICY = EntryPolicy.defaults().withType(String.class);

    private final TestInstance instance = TestInstance.builder()
        .cache("texts", new CacheSettingsBuilder().maxTags(MOST))
        .cache("strong", new CacheSettingsBuilder().maxTags(MOST).consistency(Consistency.STRONG))
        .startLive();

    private final RawRedis redis = RawRedis.shared();

    private final TieredCache cache = this.instance.cache("texts");

    @AfterEach
    void close() {
        this.redis.close();
        this.instance.close();
    }

    @Test
    void asManyTagsAsAllowedAreStored() {
        EntryPolicy policy = POLICY.withTags(tags(MOST - 2)).withResultTags((value) -> List.of("result"));
        assertThat(Reads.get(this.cache, "key", policy, (context) -> {
            context.tags("chosen", "tag-0");
            return "value";
        })).isEqualTo("value");
        Reads.awaitFills(this.cache, 1);
        assertThat(this.cache.count(CacheCounter.UNWRITABLE)).isZero();
        assertThat(this.cache.lookup("key", policy)).isNotNull();
    }

    @Test
    void moreTagsThanAllowedAreStoredNowhereAndToldOnce(CapturedOutput output) {
        List<EntryPolicy> policies = List.of(POLICY.withTags(tags(MOST + 1)), POLICY.withTags(tags(5_000)),
                POLICY.withResultTags((value) -> Set.of(tags(MOST + 1))),
                POLICY.withTags(tags(MOST)).withResultTags((value) -> List.of("one more")));
        for (String name : List.of("texts", "strong")) {
            TieredCache each = this.instance.cache(name);
            int refused = 0;
            for (EntryPolicy policy : policies) {
                for (int round = 0; round < 2; round++) {
                    String value = name + refused;
                    assertThat(Reads.get(each, "key", policy, (context) -> value)).isEqualTo(value);
                    assertThat(each.count(CacheCounter.UNWRITABLE)).isEqualTo(++refused);
                }
            }
            assertThat(Reads.get(each, "key", POLICY, (context) -> {
                context.tags(tags(MOST + 1));
                return "chosen";
            })).isEqualTo("chosen");
            assertThat(each.count(CacheCounter.UNWRITABLE)).isEqualTo(refused + 1);
            assertThat(each.count(CacheCounter.FILL)).isZero();
            assertThat(each.lookup("key", POLICY)).isNull();
            assertThat(warnings(output, "Cache '" + name + "': a value was not stored, since it has")).singleElement()
                .asString()
                .contains("6 tags, more than the 5 of 'max-tags-per-entry'");
        }
        assertThat(this.redis.exists("tc:" + this.instance.namespace() + ":texts:v1:{s:key}")).isFalse();
        assertThat(output).doesNotContain("tag-0");
    }

    @Test
    void putWithTooManyTagsLeavesNoOlderValue() {
        this.cache.put("key", "before", POLICY);
        assertThat(this.cache.lookup("key", POLICY)).isNotNull();
        this.cache.put("key", "after", POLICY.withTags(tags(MOST + 1)));
        assertThat(this.cache.lookup("key", POLICY)).isNull();
        assertThat(this.cache.count(CacheCounter.UNWRITABLE)).isOne();
    }

    @Test
    void tagsTooManyToKeepDoNotHideAnInvalidation() {
        EntryPolicy policy = POLICY.withTags(tags(MOST + 1));
        assertThat(Reads.get(this.cache, "key", POLICY.withTags("tag-0"), (context) -> "before")).isEqualTo("before");
        Reads.awaitFills(this.cache, 1);
        this.instance.invalidator().invalidateTags("tag-0");
        assertThat(Reads.get(this.cache, "key", policy, (context) -> "after")).isEqualTo("after");
    }

    @Test
    void longTagOfAResultIsStoredNowhereAndNotTold(CapturedOutput output) {
        String secret = "secret".repeat(30);
        assertThat(
                Reads.get(this.cache, "key", POLICY.withResultTags((value) -> List.of(secret)), (context) -> "value"))
            .isEqualTo("value");
        assertThat(this.cache.count(CacheCounter.UNWRITABLE)).isOne();
        assertThat(this.cache.lookup("key", POLICY)).isNull();
        assertThat(output).contains("Cache 'texts': a value was not stored, since it has a tag of 180 characters")
            .doesNotContain("secret");
    }

    @Test
    void longTagKnownBeforehandIsAnErrorThatNamesTheCacheOnly() {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Reads.get(this.cache, "key", POLICY.withTags("secret".repeat(30)), (context) -> "value"))
            .withMessageStartingWith("Cache 'texts': a tag has 180 characters, but must have 1 to 128.")
            .withMessageNotContaining("secret");
    }

    @Test
    void keyOfAMegabyteIsServedAndInvalidatedLikeAnyOther() {
        String key = "k".repeat(1024 * 1024);
        List<String> loaded = new ArrayList<>();
        for (int round = 1; round <= 2; round++) {
            for (int read = 0; read < 2; read++) {
                Reads.get(this.cache, key, POLICY, (context) -> {
                    loaded.add("load");
                    return "value";
                });
            }
            assertThat(loaded).hasSize(round);
            this.cache.evict("k".repeat(1024 * 1024));
        }
        assertThat(this.cache.count(CacheCounter.L1_HIT)).isEqualTo(2);
    }

    private static List<String> warnings(CapturedOutput output, String text) {
        return output.getAll().lines().filter((line) -> line.contains("WARN") && line.contains(text)).toList();
    }

    private static String[] tags(int count) {
        return IntStream.range(0, count).mapToObj((i) -> "tag-" + i).toArray(String[]::new);
    }

}
