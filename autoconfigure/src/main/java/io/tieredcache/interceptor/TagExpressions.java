package io.tieredcache.interceptor;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * The tags of an annotation.
 *
 * @param annotation the annotation
 * @param literals tags that are the same in every call
 * @param computed tags that differ
 */
record TagExpressions(CacheAnnotation annotation, Set<String> literals, List<CallExpression> computed) {

    static final int MAX_LENGTH = 128;

    static boolean isValid(String tag) {
        return !tag.isEmpty() && tag.length() <= MAX_LENGTH;
    }

    boolean isEmpty() {
        return this.literals.isEmpty() && this.computed.isEmpty();
    }

    boolean isLiteral() {
        return this.computed.isEmpty();
    }

    TagExpressions knownBeforeCall() {
        return new TagExpressions(this.annotation, this.literals, computed(false));
    }

    TagExpressions ofResult() {
        return new TagExpressions(this.annotation, Set.of(), computed(true));
    }

    private List<CallExpression> computed(boolean readsResult) {
        return this.computed.stream().filter((tag) -> tag.readsResult() == readsResult).toList();
    }

    Set<String> evaluate(MethodInvocation invocation, @Nullable Object result) {
        Set<String> tags = new LinkedHashSet<>(this.literals);
        this.computed.forEach((expression) -> Elements.forEach(expression.evaluate(invocation, result),
                (element) -> add(element, tags)));
        return tags;
    }

    private void add(Object element, Collection<String> tags) {
        String tag = Conversions.toText(element);
        if (!isValid(tag)) {
            throw new IllegalArgumentException("%s: 'tags' gave a tag of %d characters; a tag has 1 to %d."
                .formatted(this.annotation, tag.length(), MAX_LENGTH));
        }
        tags.add(tag);
    }

}
