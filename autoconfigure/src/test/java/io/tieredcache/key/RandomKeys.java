package io.tieredcache.key;

import java.lang.reflect.Array;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.BinaryOperator;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

import io.tieredcache.key.RandomKey.Model;

/**
 * Random nested keys of every supported type.
 */
final class RandomKeys {

    private static final int MAX_DEPTH = 4;

    private static final int MAX_ELEMENTS = 3;

    private final Random random;

    private final RandomValues values;

    RandomKeys(Random random) {
        this.random = random;
        this.values = new RandomValues(random);
    }

    /**
     * Let later keys hold the text of an earlier one as a string.
     */
    void addEarlierText(String text) {
        this.values.addEarlierText(text);
    }

    RandomKey next() {
        return next(this.random.nextInt(MAX_DEPTH + 1));
    }

    private RandomKey next(int depth) {
        if (depth == 0) {
            return this.values.next();
        }
        return switch (this.random.nextInt(13)) {
            case 0 -> elements("list", depth, this::list);
            case 1 -> elements("parts", depth, (elements) -> new SimpleKey(elements.toArray()));
            case 2 -> elements("array", depth, List::toArray);
            case 3 -> typedArray(this.values.nextComponentType());
            case 4 -> deque(depth);
            case 5 -> set(depth);
            case 6 -> map(depth);
            case 7 -> optional(depth);
            case 8 -> two("entry", depth, SimpleEntry::new);
            case 9 -> two("duo", depth, Duo::new);
            case 10 -> two("pair", depth, Pair::new);
            case 11 -> elements("list", separators(), this::list);
            default -> this.values.next();
        };
    }

    private RandomKey elements(String kind, int depth, Function<List<@Nullable Object>, Object> build) {
        return elements(kind, several(depth), build);
    }

    private RandomKey elements(String kind, List<RandomKey> elements, Function<List<@Nullable Object>, Object> build) {
        return new RandomKey(new Model(kind, models(elements)), () -> build.apply(build(elements)));
    }

    @SuppressWarnings("JdkObsolete")
    private List<@Nullable Object> list(List<@Nullable Object> elements) {
        return switch (this.random.nextInt(4)) {
            case 0 -> new LinkedList<>(elements);
            case 1 -> Collections.unmodifiableList(elements);
            case 2 -> Arrays.asList(elements.toArray());
            default -> elements;
        };
    }

    private RandomKey typedArray(Class<?> type) {
        List<RandomKey> elements = new ArrayList<>();
        for (int i = this.random.nextInt(MAX_ELEMENTS + 1); i > 0; i--) {
            boolean nested = type.isArray() && type != byte[].class;
            elements.add(nested ? typedArray(type.componentType()) : this.values.next(type));
        }
        return elements("array of " + type, elements, (values) -> {
            Object array = Array.newInstance(type, values.size());
            for (int i = 0; i < values.size(); i++) {
                Array.set(array, i, values.get(i));
            }
            return array;
        });
    }

    private RandomKey deque(int depth) {
        List<RandomKey> elements = several(depth);
        elements.removeIf(RandomKey.NULL::equals);
        return elements("deque", elements,
                (values) -> this.random.nextBoolean() ? new ArrayDeque<>(values) : new LinkedBlockingDeque<>(values));
    }

    private RandomKey set(int depth) {
        Collection<RandomKey> elements = distinct(several(depth));
        return new RandomKey(new Model("set", new HashSet<>(models(elements))), () -> {
            List<@Nullable Object> values = build(shuffled(elements));
            return switch (this.random.nextInt(3)) {
                case 0 -> new HashSet<>(values);
                case 1 -> new CopyOnWriteArraySet<>(values);
                default -> new LinkedHashSet<>(values);
            };
        });
    }

    private RandomKey map(int depth) {
        Map<RandomKey, RandomKey> entries = new HashMap<>();
        Map<Object, Object> model = new HashMap<>();
        for (RandomKey key : distinct(several(depth))) {
            RandomKey value = next(depth - 1);
            entries.put(key, value);
            model.put(key.model(), value.model());
        }
        return new RandomKey(new Model("map", model), () -> {
            Map<@Nullable Object, @Nullable Object> map = this.random.nextBoolean() ? new HashMap<>()
                    : new LinkedHashMap<>();
            shuffled(entries.keySet()).forEach((key) -> map.put(key.build(), entries.get(key).build()));
            return map;
        });
    }

    private RandomKey optional(int depth) {
        RandomKey element = next(depth - 1);
        List<RandomKey> elements = element.equals(RandomKey.NULL) ? List.of() : List.of(element);
        return elements("optional", elements, (values) -> values.stream().findFirst());
    }

    private RandomKey two(String kind, int depth, BinaryOperator<@Nullable Object> build) {
        return elements(kind, List.of(next(depth - 1), next(depth - 1)),
                (values) -> build.apply(values.get(0), values.get(1)));
    }

    // Strings that differ in little but where one ends and the next begins.
    private List<RandomKey> separators() {
        return List.of(this.values.nextSeparators(), this.values.nextSeparators());
    }

    private List<RandomKey> several(int depth) {
        List<RandomKey> keys = new ArrayList<>();
        for (int i = this.random.nextInt(MAX_ELEMENTS + 1); i > 0; i--) {
            keys.add(next(depth - 1));
        }
        return keys;
    }

    private Collection<RandomKey> distinct(List<RandomKey> keys) {
        Map<Object, RandomKey> distinct = new LinkedHashMap<>();
        keys.forEach((key) -> distinct.put(key.model(), key));
        return distinct.values();
    }

    private List<RandomKey> shuffled(Collection<RandomKey> keys) {
        List<RandomKey> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, this.random);
        return shuffled;
    }

    private List<Object> models(Collection<RandomKey> keys) {
        return keys.stream().map(RandomKey::model).toList();
    }

    private List<@Nullable Object> build(List<RandomKey> keys) {
        List<@Nullable Object> built = new ArrayList<>();
        keys.forEach((key) -> built.add(key.build()));
        return built;
    }

    private record Duo(@Nullable Object first, @Nullable Object second) {
    }

    private record Pair(@Nullable Object second, @Nullable Object first) {
    }

}
