package io.tieredcache.jackson;

import java.lang.reflect.Type;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * Makes errors without content. Only names of properties appear; the name of anything
 * else in the path, such as the key of a map, is content.
 */
final class ConversionFailure {

    private static final Logger logger = LoggerFactory.getLogger(ConversionFailure.class);

    private static final int MAX_STEPS = 16;

    private final String type;

    private final Set<String> propertyNames;

    ConversionFailure(String type, Set<String> propertyNames) {
        this.type = type;
        this.propertyNames = propertyNames;
    }

    static ValueConversionException ofType(Type type, Throwable cause) {
        return new ConversionFailure(type.getTypeName(), Set.of())
            .because("Type '%s' cannot be stored: %s. Declare another type", cause);
    }

    ValueConversionException onWrite(Throwable cause) {
        return because("A value of type '%s' cannot be written: %s", cause);
    }

    ValueConversionException onRead(Throwable cause) {
        return because("A stored value of type '%s' cannot be read: %s", cause);
    }

    ValueConversionException onReadBack(Throwable cause) {
        return because("A value of type '%s' can be written, but not be read back: %s. Give its classes a constructor "
                + "or setters that Jackson can use, or declare another type", cause);
    }

    ValueConversionException otherStructure() {
        return new ValueConversionException(
                "A stored value of type '%s' was written by classes with other properties".formatted(this.type));
    }

    ValueConversionException noValue() {
        return new ValueConversionException("A stored value of type '%s' is null".formatted(this.type));
    }

    private ValueConversionException because(String message, Throwable cause) {
        ValueConversionException failure = new ValueConversionException(message.formatted(this.type, reason(cause)));
        logger.trace("{}", failure.getMessage(), cause);
        return failure;
    }

    private String reason(Throwable cause) {
        StringBuilder reason = new StringBuilder(cause.getClass().getSimpleName());
        if (cause instanceof InvalidDefinitionException invalid && invalid.getType() != null) {
            reason.append(" of '").append(invalid.getType().toCanonical()).append('\'');
        }
        if (cause instanceof JacksonException failure && !failure.getPath().isEmpty()) {
            reason.append(failure.getPath()
                .stream()
                .limit(MAX_STEPS)
                .map(this::step)
                .collect(Collectors.joining(".", " at '", "'")));
        }
        return reason.toString();
    }

    private String step(JacksonException.Reference reference) {
        if (reference.getIndex() >= 0) {
            return "[" + reference.getIndex() + "]";
        }
        return this.propertyNames.contains(reference.getPropertyName()) ? reference.getPropertyName() : "*";
    }

}
