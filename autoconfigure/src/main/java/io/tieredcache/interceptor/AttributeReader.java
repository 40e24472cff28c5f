package io.tieredcache.interceptor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the attributes of one annotation.
 *
 * @param annotation the annotation
 * @param cache the annotation's cache, if it has one
 * @param compiler compiles expressions
 */
record AttributeReader(CacheAnnotation annotation, @Nullable NamedCache cache, ExpressionCompiler compiler) {

    private static final String KEY = "key";

    private static final String TAGS = "tags";

    boolean isSet(String attribute) {
        return StringUtils.hasText(this.annotation.text(attribute));
    }

    CallCondition condition(String attribute, boolean seesResult, CallCondition unset) {
        return isSet(attribute) ? CallCondition.of(this.compiler.expression(source(attribute, seesResult))) : unset;
    }

    KeyExtractor key(boolean seesResult) {
        ExpressionSource source = source(KEY, seesResult);
        return new ExpressionKey(source, this.compiler.expression(source));
    }

    KeyExtractor keyOrDefault() {
        return isSet(KEY) ? key(false) : new DefaultKey(this.annotation.method());
    }

    TagExpressions tags(boolean seesResult) {
        Set<String> literals = new LinkedHashSet<>();
        List<CallExpression> computed = new ArrayList<>();
        for (String text : this.annotation.texts(TAGS)) {
            ExpressionSource source = source(TAGS, text, seesResult);
            if (ExpressionCompiler.isTemplate(text)) {
                computed.add(this.compiler.template(source));
            }
            else {
                literals.add(literalTag(source));
            }
        }
        return new TagExpressions(this.annotation, literals, computed);
    }

    private static String literalTag(ExpressionSource source) {
        if (!TagExpressions.isValid(source.text())) {
            throw source.invalid("a tag of %d characters.".formatted(source.text().length()),
                    "Give it 1 to %d.".formatted(TagExpressions.MAX_LENGTH));
        }
        return source.text();
    }

    ExpressionSource source(String attribute, boolean seesResult) {
        return source(attribute, this.annotation.text(attribute), seesResult);
    }

    private ExpressionSource source(String attribute, String text, boolean seesResult) {
        return new ExpressionSource(this.annotation, attribute, text, this.cache, seesResult);
    }

}
