package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.tieredcache.cache.ComparedValue.Match;
import io.tieredcache.jackson.JacksonValueSerializer;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.type.ValueTypes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the audit takes for the same value.
 */
class ComparedValueTests {

    private final EntryCodec codec = new EntryCodec(JacksonValueSerializer.json(),
            new ValueTypes(ComparedValueTests.class.getClassLoader(),
                    () -> Set.of(Entity.class.getName(), Plain.class.getName()), (type) -> false),
            CacheProbe.NONE);

    private Match match(@Nullable Object one, @Nullable Object other) {
        return ComparedValue.of(this.codec, one, null).match(ComparedValue.of(this.codec, other, null));
    }

    @Test
    void nothingIsTheSameAsNothing() {
        assertThat(match(null, Optional.empty())).isEqualTo(Match.SAME);
        assertThat(match(null, "a")).isEqualTo(Match.DIFFERENT);
        assertThat(match("a", null)).isEqualTo(Match.DIFFERENT);
        assertThat(match(Optional.of("a"), "a")).isEqualTo(Match.SAME);
    }

    @Test
    void contentCounts() {
        assertThat(match("a", "a")).isEqualTo(Match.SAME);
        assertThat(match("a", "b")).isEqualTo(Match.DIFFERENT);
        assertThat(match(new ArrayList<>(List.of(1, 2)), new ArrayList<>(List.of(1, 2)))).isEqualTo(Match.SAME);
        assertThat(match(new ArrayList<>(List.of(1, 2)), new ArrayList<>(List.of(2, 1)))).isEqualTo(Match.DIFFERENT);
    }

    /**
     * Entities are equal if their ids are: that they have changed shows in their content.
     */
    @Test
    void entitiesAreComparedByContent() {
        assertThat(new Entity(1, "old")).isEqualTo(new Entity(1, "new"));
        assertThat(match(new Entity(1, "old"), new Entity(1, "new"))).isEqualTo(Match.DIFFERENT);
        assertThat(match(new Entity(1, "old"), new Entity(1, "old"))).isEqualTo(Match.SAME);
    }

    @Test
    void objectsWithoutEqualsAreComparedByContent() {
        assertThat(match(new Plain("a"), new Plain("a"))).isEqualTo(Match.SAME);
        assertThat(match(new Plain("a"), new Plain("b"))).isEqualTo(Match.DIFFERENT);
    }

    /**
     * What cannot be serialized is asked, if it can tell.
     */
    @Test
    void unwritableValuesAreAskedIfTheyCanTell() {
        Unwritable one = new Unwritable();
        assertThat(match(one, one)).isEqualTo(Match.SAME);
        assertThat(match(one, new Unwritable())).isEqualTo(Match.UNKNOWN);
        assertThat(match(new UnwritableRecord(1), new UnwritableRecord(1))).isEqualTo(Match.SAME);
        assertThat(match(new UnwritableRecord(1), new UnwritableRecord(2))).isEqualTo(Match.DIFFERENT);
    }

    /** Equal by its id. */
    public static final class Entity {

        private final int id;

        private final String name;

        public Entity(int id, String name) {
            this.id = id;
            this.name = name;
        }

        public int getId() {
            return this.id;
        }

        public String getName() {
            return this.name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entity entity && entity.id == this.id;
        }

        @Override
        public int hashCode() {
            return this.id;
        }

    }

    /** Equal to itself alone. */
    public static final class Plain {

        private final String name;

        public Plain(String name) {
            this.name = name;
        }

        public String getName() {
            return this.name;
        }

    }

    /** Refuses to be read. */
    public static class Unwritable {

        public String getName() {
            throw new IllegalStateException("not readable");
        }

    }

    /**
     * Refuses to be read, but knows its equals.
     *
     * @param id the id
     */
    public record UnwritableRecord(int id) {

        public String getName() {
            if (this.id >= 0) {
                throw new IllegalStateException("not readable");
            }
            return "name";
        }

    }

}
