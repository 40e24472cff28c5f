package io.tieredcache.cache;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cache.interceptor.SimpleKey;

import io.tieredcache.CacheSettings;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.KeyDimension;
import io.tieredcache.MissingDimensionException;
import io.tieredcache.UnsupportedKeyTypeException;
import io.tieredcache.store.EntryNames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheKeysTests {

    private final AtomicReference<@Nullable Object> tenant = new AtomicReference<>();

    private final KeyDimensions dimensions = new KeyDimensions(
            List.of(dimension("tenant", this.tenant), dimension("locale", new AtomicReference<>("de"))));

    @Test
    void nameHoldsNamespaceCacheSchemaAndKey() {
        CacheKeys keys = new CacheKeys("shop", "orders", new CacheSettings.Keys(3, List.of(), false), this.dimensions,
                null);
        assertThat(name(keys, 42)).isEqualTo("shop:orders:v3:{i:42}");
        assertThat(name(keys, "a b")).isEqualTo("shop:orders:v3:{s:a%20b}");
    }

    @Test
    void longKeyIsNotKeptInThisProcess() {
        String shorter = "x".repeat(200);
        assertThat(keys("orders").local(shorter)).isSameAs(shorter);
        String longer = "x".repeat(201);
        Object local = keys("orders").local(longer);
        assertThat(local).isNotEqualTo(longer).isEqualTo(keys("orders").local("x".repeat(201)));
        assertThat(local.toString()).hasSizeLessThan(300);
        assertThat(keys("orders").entryKey(local).name()).isEqualTo(name(keys("orders"), longer));
    }

    @Test
    void longTagIsAnErrorThatNamesTheCache() {
        assertThatIllegalArgumentException().isThrownBy(() -> keys("orders").tagFences(List.of("secret".repeat(22))))
            .withMessageStartingWith("Cache 'orders': a tag has 132 characters, but must have 1 to 128.")
            .withMessageNotContaining("secret");
    }

    @Test
    void oddCharactersOfACacheNameAreEscaped() {
        assertThat(name(keys("a.b_c-D9"), 1)).isEqualTo("shop:a.b_c-D9:v1:{i:1}");
        assertThat(name(keys("a b"), 1)).isEqualTo("shop:a%20;b:v1:{i:1}");
        assertThat(name(keys("a:b"), 1)).isEqualTo("shop:a%3a;b:v1:{i:1}");
        assertThat(name(keys("{a}"), 1)).isEqualTo("shop:%7b;a%7d;:v1:{i:1}");
        assertThat(name(keys("Flüge\uD83D\uDEEB"), 1)).isEqualTo("shop:Fl%fc;ge%1f6eb;:v1:{i:1}");
        assertThat(name(keys(""), 1)).isEqualTo("shop::v1:{i:1}");
    }

    @Test
    void differentCacheNamesNeverShareAKey() {
        Random random = new Random(42);
        String alphabet = "ab%;:{} 27bd\u00fc";
        Map<String, String> cacheByName = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder cache = new StringBuilder();
            for (int left = random.nextInt(8); left >= 0; left--) {
                cache.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String other = cacheByName.putIfAbsent(name(keys(cache.toString()), 1), cache.toString());
            assertThat(other).isIn(null, cache.toString());
        }
    }

    @Test
    void immutableKeyStandsForItself() {
        UUID key = UUID.randomUUID();
        assertThat(keys("orders").local(key)).isSameAs(key);
        assertThat(keys("orders").local("text")).isEqualTo("text");
    }

    @Test
    void keyThatMayChangeIsKeptAsText() {
        CacheKeys keys = keys("orders");
        List<String> key = new ArrayList<>(List.of("a"));
        Object before = keys.local(key);
        assertThat(before).isEqualTo(keys.local(List.of("a"))).isNotEqualTo(keys.local("list1~s:a"));
        key.add("b");
        assertThat(keys.local(key)).isNotEqualTo(before);
        assertThat(keys.entryKey(before).name()).isEqualTo("shop:orders:v1:{list1~s:a}");
    }

    @Test
    void keyOfSeveralValuesStandsForItself() {
        SimpleKey key = new SimpleKey("find", "HAM", 1);
        assertThat(keys("orders").local(key)).isSameAs(key);
        assertThat(name(keys("orders"), key)).isEqualTo("shop:orders:v1:{p3~s:find~s:HAM~i:1}");
        assertThat(keys("orders").local(new SimpleKey("find", new ArrayList<>()))).isNotInstanceOf(SimpleKey.class);
    }

    @Test
    void elementsAreEqualWhenTheirTextsAre() {
        this.tenant.set("a");
        CacheKeys plain = keys("orders");
        CacheKeys scoped = keys("orders", false, "tenant");
        String half = "x".repeat(100);
        List<Object> samples = List.of(List.of("a", 1), List.of(1, "a"), List.of("a", 1L), List.of("a"), "a",
                List.of("a", List.of(1)), new SimpleKey("a", 1), new SimpleKey("a"), List.of(), 1, List.of(half, half),
                new SimpleKey(half, half), Arrays.asList("a", null));
        for (CacheKeys keys : List.of(plain, scoped)) {
            for (Object one : samples) {
                for (Object other : samples) {
                    assertThat(keys.local(one).equals(keys.local(other))).as("%s and %s", one, other)
                        .isEqualTo(name(keys, one).equals(name(keys, other)));
                }
                assertThat(keys.local(one)).isEqualTo(keys.local(one)).hasSameHashCodeAs(keys.local(one));
            }
        }
        assertThat(name(plain, List.of("a", 1))).isEqualTo("shop:orders:v1:{list2~s:a~i:1}");
        assertThat(plain.local(List.of("a", 1))).isNotEqualTo(scoped.local(1));
    }

    @Test
    void listOfAnotherKindIsKeptAsText() {
        List<Object> odd = new AbstractList<>() {

            @Override
            public Object get(int index) {
                return 1;
            }

            @Override
            public int size() {
                return 1;
            }

        };
        assertThat(keys("orders").local(odd)).isNotEqualTo(keys("orders").local(List.of(1)));
        assertThat(name(keys("orders"), odd)).isEqualTo(name(keys("orders"), List.of(1)));
    }

    @Test
    void longKeyIsHashed() {
        String name = name(keys("orders"), "x".repeat(1000));
        assertThat(name).startsWith("shop:orders:v1:{h:").hasSize("shop:orders:v1:{h:}".length() + 64);
        assertThat(name(keys("orders"), "x".repeat(1001))).isNotEqualTo(name);
    }

    @Test
    void keyWithoutTextIsRefused() {
        CacheKeys keys = keys("orders");
        assertThatExceptionOfType(UnsupportedKeyTypeException.class).isThrownBy(() -> keys.local(new Object()));
    }

    @Test
    void dimensionsArePartOfTheKey() {
        CacheKeys keys = keys("orders", false, "tenant", "locale");
        this.tenant.set("A");
        Object ofA = keys.local(1);
        this.tenant.set("B");
        assertThat(keys.local(1)).isNotEqualTo(ofA);
        assertThat(keys.entryKey(ofA).name()).isEqualTo("shop:orders:v1:{p3~s:A~s:de~i:1}");
    }

    @Test
    void tenantAndKeyCannotBeShifted() {
        CacheKeys keys = keys("orders", false, "tenant");
        this.tenant.set("A~i:1");
        Object first = keys.local(2);
        this.tenant.set("A");
        assertThat(keys.entryKey(keys.local(List.of(1, 2))).name()).isNotEqualTo(keys.entryKey(first).name());
    }

    @Test
    void missingDimensionFailsClosed() {
        CacheKeys keys = keys("orders", true, "tenant");
        assertThatExceptionOfType(MissingDimensionException.class).isThrownBy(() -> keys.local(1))
            .withMessageContaining("'orders'")
            .withMessageContaining("tenant");
        assertThatExceptionOfType(MissingDimensionException.class).isThrownBy(() -> keys.tagFences(List.of("x")));
    }

    @Test
    void unknownDimensionIsAConfigurationError() {
        assertThatExceptionOfType(InvalidTieredCacheConfigurationException.class)
            .isThrownBy(() -> keys("orders", false, "tenant", "region"))
            .withMessageContaining("Cache 'orders'")
            .withMessageContaining("'region'");
    }

    @Test
    void tagsAreScopedOnlyWhereAskedFor() {
        this.tenant.set("A");
        assertThat(keys("orders", false, "tenant").tagFences(List.of("x", "y"))).containsExactly("tag:x", "tag:y");
        assertThat(keys("orders", true, "tenant").tagFences(List.of("x"))).containsExactly("tag:tenant=s:A|x");
        assertThat(keys("orders", true, "tenant").tagFences(List.of())).isEmpty();
    }

    @Test
    void tagOfWrongLengthIsRefused() {
        CacheKeys keys = keys("orders");
        assertThat(keys.tagFences(List.of("x".repeat(128)))).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> keys.tagFences(List.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.tagFences(List.of("x".repeat(129))));
    }

    private CacheKeys keys(String cache) {
        return keys(cache, false);
    }

    private CacheKeys keys(String cache, boolean dimensionTags, String... names) {
        return new CacheKeys("shop", cache, new CacheSettings.Keys(1, List.of(names), dimensionTags), this.dimensions,
                null);
    }

    private static String name(CacheKeys keys, Object key) {
        return keys.entryKey(keys.local(key)).name();
    }

    private static KeyDimension dimension(String name, AtomicReference<@Nullable Object> value) {
        return new KeyDimension() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public @Nullable Object currentValue() {
                return value.get();
            }

        };
    }

    @Test
    void cacheIsFoundInTheNameOfAnEntry() {
        String name = keys("It: ems%").entryKey("k").name();
        assertThat(EntryNames.cacheOf("shop", name)).isEqualTo("It: ems%");
        assertThat(EntryNames.cacheOf("sho", name)).isNull();
        assertThat(EntryNames.cacheOf("shop", "shop:items")).isNull();
        assertThat(EntryNames.cacheOf("shop", "shop:%ffffffff;:v1:{k}")).isNull();
    }

}
