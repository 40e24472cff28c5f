package io.tieredcache.cache;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.Consistency;
import io.tieredcache.store.FenceNames;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidationTargetsIntegrationTests {

    private final TestInstance instance = TestInstance.builder()
        .cache("strong", new CacheSettingsBuilder().consistency(Consistency.STRONG))
        .start();

    private final TargetResolver resolver = new TargetResolver(this.instance.runtime(), this::cache);

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void strongOnesAreTheKeysAndClearingsOfStrongCachesAndAllTags() {
        InvalidationTargets targets = this.resolver.resolve(CacheInvalidation.none()
            .key("strong", "key")
            .key("weak", "key")
            .cache("strong")
            .cache("weak")
            .tags("tag"));
        InvalidationTargets strong = targets.strong(true);
        assertThat(strong.hashes()).containsExactly(cache("strong").entryKey(cache("strong").localKey("key")).hash());
        assertThat(strong.fences()).containsExactlyInAnyOrder(FenceNames.ofCache("strong"),
                FenceNames.ofTag("", "tag"));
    }

    @Test
    void withoutAStrongCacheNoneAreStrong() {
        InvalidationTargets targets = this.resolver.resolve(CacheInvalidation.none().tags("tag").wholeNamespace());
        assertThat(targets.strong(false).isEmpty()).isTrue();
        assertThat(targets.strong(true).fences()).hasSize(2);
    }

    @Test
    void entriesAreCoveredByTheirKeyOrAFenceThatTheyAreUnder() {
        InvalidationTargets targets = this.resolver.resolve(CacheInvalidation.none().key("weak", "key").tags("tag"));
        String tag = FenceNames.ofTag("", "tag");
        assertThat(targets.cover(cache("weak"), cache("weak").localKey("key"), List.of())).isTrue();
        assertThat(targets.cover(cache("weak"), cache("weak").localKey("other"), List.of())).isFalse();
        assertThat(targets.cover(cache("strong"), cache("strong").localKey("key"), List.of())).isFalse();
        assertThat(targets.cover(cache("strong"), cache("strong").localKey("other"), List.of(tag))).isTrue();
    }

    private DefaultTieredCache cache(String name) {
        return (DefaultTieredCache) this.instance.cache(name);
    }

}
