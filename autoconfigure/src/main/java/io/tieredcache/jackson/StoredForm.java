package io.tieredcache.jackson;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.module.SimpleModule;

/**
 * Settings of the mappers: a value comes back as what it was, or not at all. Settings
 * that are Jackson's defaults today are stated where stored data depends on them.
 */
final class StoredForm {

    private static final int MAX_DEPTH = 200;

    static final StreamReadConstraints READ_CONSTRAINTS = StreamReadConstraints.builder()
        .maxNestingDepth(MAX_DEPTH)
        .maxNumberLength(10_000)
        .maxNameLength(50_000)
        .maxStringLength(20_000_000)
        .build();

    static final StreamWriteConstraints WRITE_CONSTRAINTS = StreamWriteConstraints.builder()
        .maxNestingDepth(MAX_DEPTH)
        .build();

    private StoredForm() {
    }

    static void configure(MapperBuilder<?, ?> builder) {
        builder.annotationIntrospector(new StoredFormIntrospector());
        builder.addModules(module(), new SimpleModule("tiered-cache-keys").setSerializerModifier(new ToStringKeys()));
        builder.disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
        builder.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.USE_GETTERS_AS_SETTERS);
        builder.enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS,
                MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY);
        builder.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS, SerializationFeature.FAIL_ON_SELF_REFERENCES);
        builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        builder.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        builder.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
        builder.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS, DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
        builder.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        builder.disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING);
        builder.enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        builder.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule("tiered-cache");
        module.setSerializerModifier(new DerivedProperties());
        module.addKeySerializer(Locale.class, new LocaleKeySerializer());
        // A Set comes back in the order it was written.
        module.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
        if (ModuleLayer.boot().findModule("java.sql").isPresent()) {
            SqlTimestamps.register(module);
        }
        return module;
    }

}
