package io.tieredcache.jackson;

import java.util.Locale;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes locales as map keys by their language tags, as Jackson writes them elsewhere. It
 * cannot read their {@code toString()} back where they have a script.
 */
final class LocaleKeySerializer extends StdSerializer<Locale> {

    LocaleKeySerializer() {
        super(Locale.class);
    }

    @Override
    public void serialize(Locale value, JsonGenerator generator, SerializationContext context) {
        generator.writeName(value.equals(Locale.ROOT) ? "" : value.toLanguageTag());
    }

}
