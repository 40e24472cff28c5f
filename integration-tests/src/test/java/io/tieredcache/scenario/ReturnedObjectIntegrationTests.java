package io.tieredcache.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a caller does to the object that it was given: other readers of a cache share the
 * object, as documented, unless the cache copies on read.
 */
class ReturnedObjectIntegrationTests {

    private static final EntryPolicy NAMES = EntryPolicy.defaults()
        .withType(ResolvableType.forClassWithGenerics(List.class, String.class).getType());

    private final TestInstance instance = TestInstance.builder()
        .cache("shared", new CacheSettingsBuilder())
        .cache("copied", new CacheSettingsBuilder().copyOnRead(true))
        .startLive();

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void withoutCopiesReadersShareTheObject() {
        TieredCache cache = this.instance.cache("shared");
        List<String> loaded = read(cache);
        assertThat(read(cache)).isSameAs(loaded);
        assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
    }

    @Test
    void whatACallerDoesLaterNeverReachesL2() {
        TieredCache cache = this.instance.cache("shared");
        read(cache).add("Bremen");
        Reads.awaitFills(cache, 1);
        this.instance.ticker().advance(Duration.ofMinutes(6));
        this.instance.awaitLive();
        await().atMost(Reads.SOON).untilAsserted(() -> {
            List<String> names = read(cache);
            assertThat(names).containsExactly("Hamburg");
            assertThat(cache.count(CacheCounter.L2_HIT)).isPositive();
        });
    }

    @Test
    void withCopiesEveryHitGivesAFreshObject() {
        TieredCache cache = this.instance.cache("copied");
        List<String> loaded = read(cache);
        loaded.add("Bremen");
        for (int i = 1; i <= 3; i++) {
            List<String> hit = read(cache);
            assertThat(hit).isNotSameAs(loaded).containsExactly("Hamburg");
            assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(i);
            hit.clear();
        }
        assertThat(cache.get("HAM")).isNotNull();
    }

    @Test
    void withCopiesAHitOfL2GivesAnObjectApartFromTheOneThatIsKept() {
        TieredCache cache = this.instance.cache("copied");
        cache.put("HAM", new ArrayList<>(List.of("Hamburg")), NAMES);
        List<String> fromL2 = read(cache);
        assertThat(cache.count(CacheCounter.L2_HIT)).isEqualTo(1);
        fromL2.add("Bremen");
        assertThat(read(cache)).containsExactly("Hamburg");
        assertThat(cache.count(CacheCounter.L1_HIT)).isEqualTo(1);
    }

    @Test
    void withCopiesCallersThatShareALoadGetObjectsOfTheirOwn() {
        TieredCache cache = this.instance.cache("copied");
        List<List<String>> answers = shareOneLoad(cache, 16);
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i)).containsExactly("Hamburg");
            answers.get(i).add("changed by " + i);
        }
        assertThat(cache.count(CacheCounter.LOAD)).isEqualTo(1);
        assertThat(read(cache)).containsExactly("Hamburg");
    }

    @Test
    void withCopiesAsynchronousCallersGetObjectsOfTheirOwnToo() {
        TieredCache cache = this.instance.cache("copied");
        CompletableFuture<List<String>> source = new CompletableFuture<>();
        List<CompletableFuture<List<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(cache.retrieve("AMS", () -> source));
        }
        source.complete(new ArrayList<>(List.of("Amsterdam")));
        for (CompletableFuture<List<String>> answer : answers) {
            List<String> names = answer.orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(names).containsExactly("Amsterdam");
            names.add("changed");
        }
    }

    private List<List<String>> shareOneLoad(TieredCache cache, int callers) {
        CompletableFuture<Boolean> mayLoad = new CompletableFuture<>();
        List<CompletableFuture<List<String>>> answers = Callers.start(callers,
                () -> Reads.get(cache, "HAM", NAMES, (context) -> {
                    mayLoad.get(10, TimeUnit.SECONDS);
                    return new ArrayList<>(List.of("Hamburg"));
                }));
        Callers.awaitWaiting(callers - 1);
        mayLoad.complete(true);
        return answers.stream().map((answer) -> answer.orTimeout(10, TimeUnit.SECONDS).join()).toList();
    }

    private static List<String> read(TieredCache cache) {
        return Reads.get(cache, "HAM", NAMES, (context) -> new ArrayList<>(List.of("Hamburg")));
    }

}
