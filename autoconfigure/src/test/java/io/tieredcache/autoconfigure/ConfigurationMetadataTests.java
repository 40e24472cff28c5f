package io.tieredcache.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The comment of each property is what users read in their editor: it must be there, and
 * in the form that the rest of Spring Boot uses.
 */
class ConfigurationMetadataTests {

    private static final String LOCATION = "META-INF/spring-configuration-metadata.json";

    private static final Pattern SENTENCES = Pattern.compile("\\p{Lu}.*\\.", Pattern.DOTALL);

    private static final Pattern ARTICLE = Pattern.compile("(The|An?) .*", Pattern.DOTALL);

    private static final Pattern MARKUP = Pattern.compile(".*(\\{@|</?\\w|https?:|&\\w+;).*", Pattern.DOTALL);

    private static final Pattern UNIT = Pattern.compile(".*\\b(nano|micro|milli)?(second|minute|hour|day)s?\\b.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final List<Property> properties = readProperties();

    @Test
    void everyPropertiesClassHasItsPropertiesListed() {
        assertThat(propertiesClasses()).allSatisfy((type) -> {
            String prefix = prefix(type);
            assertThat(this.properties).as("properties of %s", type.getName())
                .anyMatch((property) -> property.name().startsWith(prefix + "."));
        });
    }

    @Test
    void descriptionsAreWholeSentences() {
        assertThat(this.properties).as("with a capital at the front and a full stop at the end")
            .allMatch((property) -> SENTENCES.matcher(property.description()).matches());
        assertThat(this.properties).as("without an article at the front")
            .noneMatch((property) -> ARTICLE.matcher(property.description()).matches());
    }

    @Test
    void descriptionsHaveNoMarkup() {
        assertThat(this.properties).as("without links and tags")
            .noneMatch((property) -> MARKUP.matcher(property.description()).matches());
    }

    @Test
    void booleansBeginWithWhether() {
        assertThat(this.properties).filteredOn((property) -> Boolean.class.getName().equals(property.type()))
            .allMatch((property) -> property.description().startsWith("Whether "));
    }

    @Test
    void durationsStateTheirUnit() {
        assertThat(this.properties).filteredOn((property) -> Duration.class.getName().equals(property.type()))
            .allMatch((property) -> hasDurationUnit(property) || UNIT.matcher(property.description()).matches());
    }

    private static boolean hasDurationUnit(Property property) {
        if (property.sourceType() == null) {
            return false;
        }
        String fieldName = camelCase(property.name().substring(property.name().lastIndexOf('.') + 1));
        try {
            Field field = Class.forName(property.sourceType()).getDeclaredField(fieldName);
            return field.isAnnotationPresent(DurationUnit.class);
        }
        catch (ReflectiveOperationException ex) {
            return false;
        }
    }

    private static String camelCase(String name) {
        StringBuilder result = new StringBuilder();
        for (String part : name.split("-", -1)) {
            result.append(result.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return result.toString();
    }

    private static List<JavaClass> propertiesClasses() {
        return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tieredcache")
            .stream()
            .filter((type) -> type.isAnnotatedWith(ConfigurationProperties.class))
            .toList();
    }

    private static String prefix(JavaClass type) {
        ConfigurationProperties annotation = type.getAnnotationOfType(ConfigurationProperties.class);
        return annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix();
    }

    private static List<Property> readProperties() {
        List<Property> result = new ArrayList<>();
        for (URL location : ownMetadata()) {
            try (InputStream content = location.openStream()) {
                stream(new JsonMapper().readTree(content).path("properties")).map(Property::of).forEach(result::add);
            }
            catch (IOException ex) {
                throw new IllegalStateException("Unable to read " + location, ex);
            }
        }
        return result;
    }

    private static List<URL> ownMetadata() {
        try {
            return Collections.list(ConfigurationMetadataTests.class.getClassLoader().getResources(LOCATION))
                .stream()
                .filter((location) -> "file".equals(location.getProtocol()))
                .toList();
        }
        catch (IOException ex) {
            throw new IllegalStateException("Unable to find " + LOCATION, ex);
        }
    }

    private static Stream<JsonNode> stream(JsonNode node) {
        return node.values().stream();
    }

    private record Property(String name, String type, String description, @Nullable String sourceType) {

        static Property of(JsonNode node) {
            return new Property(node.path("name").asString(), node.path("type").asString(""),
                    node.path("description").asString(""), node.path("sourceType").asString(null));
        }

    }

}
