package io.tieredcache.jackson;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.ValueSerializer;

/**
 * Writes values with Jackson, typed by the declared type alone. Safe for concurrent use.
 * <p>
 * The mapper is an own one and takes nothing from the application's: a setting that is
 * meant for the web must not change what is stored. Times are ISO texts that keep their
 * zone and offset, enum constants are written by name, all properties are written, and
 * {@code @JsonFormat} and {@code @JsonInclude} are left aside. The other annotations
 * hold: what {@code @JsonIgnore} or write-only access leaves out is not stored, so that a
 * bean comes back from L2 without it. Properties follow the rules for beans and records.
 * A class of keys of a map needs {@code @JsonValue} or {@code @JsonKey}.
 * <p>
 * A payload begins with a fingerprint of the names and types of all properties that the
 * type can reach. So an entry from before a class was changed is an error, never an
 * object with properties that are missing without a word. The first value of a type is
 * read back when it is written, so that a class that cannot be read is found then.
 * <p>
 * The value of a property is read as the class that is declared for it; where that is
 * {@link Object}, as what the format tells: text, number, boolean, list or map.
 * <p>
 * No class is ever loaded by a name from a payload: {@code @JsonTypeInfo} is served with
 * names and by deduction and refused with class names, default typing is off, and a
 * property of type {@link Class} cannot be read.
 *
 * @since 0.1.0
 */
public final class JacksonValueSerializer implements ValueSerializer {

    private static final int CACHED_TYPES = 1024;

    private final String id;

    private final ObjectMapper mapper;

    private final Map<Type, TypeCodec> codecs = new ConcurrentHashMap<>();

    private JacksonValueSerializer(String id, MapperBuilder<?, ?> builder) {
        ClassNames.deny(builder);
        this.id = id;
        this.mapper = builder.build();
    }

    /**
     * A serializer for JSON.
     * @return the serializer, with the id {@code json}
     */
    public static JacksonValueSerializer json() {
        return json((builder) -> {
        });
    }

    /**
     * A serializer for JSON with changed settings.
     * @param customizer changes the settings, for example by adding a module
     * @return the serializer, with the id {@code json}
     */
    public static JacksonValueSerializer json(Consumer<MapperBuilder<?, ?>> customizer) {
        return create("json", JacksonValueSerializer::jsonBuilder, customizer);
    }

    /**
     * A serializer for Smile, a binary form of JSON.
     * @return the serializer, with the id {@code smile}
     * @throws InvalidTieredCacheConfigurationException if the format is not on the class
     * path
     */
    public static JacksonValueSerializer smile() {
        return smile((builder) -> {
        });
    }

    /**
     * A serializer for Smile, a binary form of JSON, with changed settings.
     * @param customizer changes the settings, for example by adding a module
     * @return the serializer, with the id {@code smile}
     * @throws InvalidTieredCacheConfigurationException if the format is not on the class
     * path
     */
    public static JacksonValueSerializer smile(Consumer<MapperBuilder<?, ?>> customizer) {
        // A method reference would load the optional format too early.
        return create("smile", () -> SmileFormat.builder(), customizer);
    }

    /**
     * A serializer for CBOR (RFC 8949).
     * @return the serializer, with the id {@code cbor}
     * @throws InvalidTieredCacheConfigurationException if the format is not on the class
     * path
     */
    public static JacksonValueSerializer cbor() {
        return cbor((builder) -> {
        });
    }

    /**
     * A serializer for CBOR (RFC 8949) with changed settings.
     * @param customizer changes the settings, for example by adding a module
     * @return the serializer, with the id {@code cbor}
     * @throws InvalidTieredCacheConfigurationException if the format is not on the class
     * path
     */
    public static JacksonValueSerializer cbor(Consumer<MapperBuilder<?, ?>> customizer) {
        // A method reference would load the optional format too early.
        return create("cbor", () -> CborFormat.builder(), customizer);
    }

    /**
     * A serializer with a mapper of the application's own. Its settings hold, except that
     * class names in a payload are refused as they are by the others.
     * @param id the id of the format, 1 to 32 ASCII characters, other than those above
     * @param mapper the mapper
     * @return the serializer
     */
    public static JacksonValueSerializer using(String id, ObjectMapper mapper) {
        if (!id.matches("[\\x21-\\x7e]{1,32}")) {
            throw new IllegalArgumentException("'id' must have 1 to 32 ASCII characters");
        }
        return new JacksonValueSerializer(id, mapper.rebuild());
    }

    @Override
    public String id() {
        return this.id;
    }

    @Override
    public byte[] serialize(Object value, Type type) {
        return codec(type).write(value);
    }

    @Override
    public Object deserialize(byte[] payload, Type type) {
        return codec(type).read(payload);
    }

    /**
     * Whether the stored form of an abstract class or interface tells the subclass, or
     * its annotations name a way to make one.
     * @param type the abstract class or interface
     * @return {@code true} if a value that is declared so can be read back
     */
    public boolean describesSubtypes(Class<?> type) {
        return new SubtypeAnnotations(this.mapper).describe(type);
    }

    private TypeCodec codec(Type type) {
        TypeCodec codec = this.codecs.get(type);
        if (codec == null) {
            codec = TypeCodec.create(this.mapper, type);
            if (this.codecs.size() < CACHED_TYPES) {
                this.codecs.put(type, codec);
            }
        }
        return codec;
    }

    private static JacksonValueSerializer create(String id, Supplier<MapperBuilder<?, ?>> format,
            Consumer<MapperBuilder<?, ?>> customizer) {
        MapperBuilder<?, ?> builder;
        try {
            builder = format.get();
        }
        catch (NoClassDefFoundError ex) {
            throw new InvalidTieredCacheConfigurationException(
                    "Values are to be stored as '%s', which is not on the class path.".formatted(id),
                    "Add the dependency 'tools.jackson.dataformat:jackson-dataformat-%s'.".formatted(id));
        }
        StoredForm.configure(builder);
        customizer.accept(builder);
        return new JacksonValueSerializer(id, builder);
    }

    private static MapperBuilder<?, ?> jsonBuilder() {
        return JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StoredForm.READ_CONSTRAINTS)
            .streamWriteConstraints(StoredForm.WRITE_CONSTRAINTS)
            .build());
    }

}
