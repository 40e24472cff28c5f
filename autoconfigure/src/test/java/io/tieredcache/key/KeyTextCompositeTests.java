package io.tieredcache.key;

import java.math.BigDecimal;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Forms of the types made of other values.
 */
class KeyTextCompositeTests {

    private static final String HERE = "io.tieredcache.key.KeyTextCompositeTests+";

    @Test
    void listsKeepTheirOrder() {
        assertThat(KeyText.of(List.of("b", "a"))).isEqualTo("list2~s:b~s:a");
        assertThat(KeyText.of(List.of())).isEqualTo("list0");
        assertThat(KeyText.of(Arrays.asList("a", null))).isEqualTo("list2~s:a~null");
    }

    @Test
    @SuppressWarnings("JdkObsolete")
    void equalListsShareOneText() {
        List<String> list = List.of("b", "a");
        assertThat(Stream
            .of(list, new ArrayList<>(list), new LinkedList<>(list), Arrays.asList("b", "a"),
                    Collections.unmodifiableList(list), List.of("c", "b", "a").subList(1, 3))
            .map(KeyText::of)
            .distinct()).hasSize(1);
    }

    @Test
    void dequeIsNotTheListOfItsElements() {
        assertThat(KeyText.of(new ArrayDeque<>(List.of("b", "a")))).isEqualTo("deque2~s:b~s:a");
    }

    @Test
    void setsAreSortedByText() {
        assertThat(KeyText.of(new LinkedHashSet<>(List.of(9, 10, 1)))).isEqualTo("set3~i:1~i:10~i:9");
        assertThat(KeyText.of(EnumSet.allOf(Size.class))).isEqualTo("set2~e:" + HERE + "Size.L~e:" + HERE + "Size.S");
        assertThat(KeyText.of(Set.of())).isEqualTo("set0");
    }

    @Test
    void equalSetsShareOneText() {
        Set<Integer> set = Set.of(9, 10, 1, 17, 33);
        Set<Integer> concurrent = ConcurrentHashMap.newKeySet();
        concurrent.addAll(set);
        assertThat(Stream
            .of(set, new HashSet<>(set), new LinkedHashSet<>(set), new TreeSet<>(set).descendingSet(),
                    new CopyOnWriteArraySet<>(set), concurrent)
            .map(KeyText::of)
            .distinct()).hasSize(1);
    }

    @Test
    void mapsAreSortedByText() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("b", 2);
        map.put(null, null);
        map.put("a", 3);
        assertThat(KeyText.of(map)).isEqualTo("map3~null~null~s:a~i:3~s:b~i:2");
        assertThat(KeyText.of(Map.of())).isEqualTo("map0");
    }

    @Test
    void equalMapsShareOneText() {
        Map<String, Integer> map = Map.of("a", 1, "b", 2, "c", 3, "d", 4);
        assertThat(Stream
            .of(map, new HashMap<>(map), new TreeMap<>(map).descendingMap(), new LinkedHashMap<>(map),
                    new ConcurrentHashMap<>(map))
            .map(KeyText::of)
            .distinct()).hasSize(1);
    }

    @Test
    void equalEntriesShareOneText() {
        assertThat(KeyText.of(Map.entry("a", 1))).isEqualTo("entry2~s:a~i:1")
            .isEqualTo(KeyText.of(new SimpleEntry<>("a", 1)))
            .isEqualTo(KeyText.of(new HashMap<>(Map.of("a", 1)).entrySet().iterator().next()));
    }

    @Test
    void optionalIsEmptyOrHasAnElement() {
        assertThat(KeyText.of(Optional.empty())).isEqualTo("optional0");
        assertThat(KeyText.of(Optional.of("a"))).isEqualTo("optional1~s:a");
    }

    @Test
    void arraysNameTheirComponentType() {
        assertThat(KeyText.of(new int[] { 1, 2 })).isEqualTo("array2:int~i:1~i:2");
        assertThat(KeyText.of(new String[0])).isEqualTo("array0:java.lang.String");
        assertThat(KeyText.of(new Object[] { null, 1L })).isEqualTo("array2:java.lang.Object~null~l:1");
        assertThat(KeyText.of(new char[][] { { 'a' }, {}, null }))
            .isEqualTo("array3:char-array~array1:char~c:a~array0:char~null");
        assertThat(KeyText.of(new Byte[] { 1 })).isEqualTo("array1:java.lang.Byte~byte:1");
    }

    @Test
    void likeHoldersOfOneElementDiffer() {
        assertThat(Stream
            .of(1, List.of(1), Set.of(1), new int[] { 1 }, new Integer[] { 1 }, new Object[] { 1 }, new Number[] { 1 },
                    Optional.of(1), List.of(List.of(1)), new ArrayDeque<>(List.of(1)), new One(1), new AlsoOne(1))
            .map(KeyText::of)).doesNotHaveDuplicates();
    }

    @Test
    void nestingDoesNotBlur() {
        assertThat(Stream
            .of(List.of(List.of(1, 2), 3), List.of(List.of(1), 2, 3), List.of(1, List.of(2, 3)), List.of(1, 2, 3),
                    List.of(List.of(1, 2, 3)), List.of(List.of(), 1, 2, 3), List.of(1, 2, 3, List.of()))
            .map(KeyText::of)).doesNotHaveDuplicates();
    }

    @Test
    void recordsNameTheirComponentsInOrderOfName() {
        assertThat(KeyText.of(new Price("A 1", new BigDecimal("1.50"), null)))
            .isEqualTo("r3:" + HERE + "Price~amount=bigdecimal:1.50~note=null~sku=s:A%201");
        assertThat(KeyText.of(new Nothing())).isEqualTo("r0:" + HERE + "Nothing");
    }

    @Test
    void localRecordIsReadable() {
        record Local(int net$size) {
        }
        assertThat(KeyText.of(new Local(1))).isEqualTo("r1:" + HERE + "1Local~net%24size=i:1");
    }

    @Test
    void recordWithArrayGoesByItsElements() {
        assertThat(KeyText.of(new Holder(new int[] { 1 }))).isEqualTo(KeyText.of(new Holder(new int[] { 1 })))
            .isNotEqualTo(KeyText.of(new Holder(new int[] { 2 })));
    }

    @Test
    void recordThatIsAnEntryKeepsItsOtherComponents() {
        assertThat(KeyText.of(new Tagged("x", 1, 2)))
            .isEqualTo("r3:" + HERE + "Tagged~getKey=i:1~getValue=i:2~tag=s:x");
    }

    @Test
    void accessorThatFailsIsNamed() {
        assertThatIllegalStateException().isThrownBy(() -> KeyText.of(new Broken("secret")))
            .withMessage("Accessor 'name' of record 'io.tieredcache.key.KeyTextCompositeTests$Broken' failed, "
                    + "so it cannot be part of a key.")
            .withRootCauseInstanceOf(UnsupportedOperationException.class);
    }

    private enum Size {

        S, L

    }

    private record One(int value) {
    }

    private record AlsoOne(int value) {
    }

    private record Nothing() {
    }

    private record Price(String sku, BigDecimal amount, String note) {
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Holder(int[] values) {
    }

    private record Tagged(String tag, Integer getKey, Integer getValue) implements Map.Entry<Integer, Integer> {

        @Override
        public Integer setValue(Integer value) {
            throw new UnsupportedOperationException();
        }

    }

    record Broken(String name) {

        @Override
        public String name() {
            throw new UnsupportedOperationException();
        }

    }

}
