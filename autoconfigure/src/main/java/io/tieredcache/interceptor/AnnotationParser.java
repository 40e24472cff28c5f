package io.tieredcache.interceptor;

import java.util.List;

import org.springframework.util.StringUtils;

/**
 * Turns one annotation into one operation.
 *
 * @param compiler compiles expressions
 * @param beans the beans that the operations work with
 */
record AnnotationParser(ExpressionCompiler compiler, CacheBeans beans) {

    private static final String KEY = "key";

    private static final String CONDITION = "condition";

    CacheableOperation cacheable(CacheAnnotation annotation, ReturnForm form) {
        NamedCache cache = cache(annotation);
        AttributeReader attributes = new AttributeReader(annotation, cache, this.compiler);
        return new CacheableOperation(cache, attributes.keyOrDefault(),
                new PolicyReader(attributes, form.type()).withUnless().withWaits().read(),
                attributes.condition(CONDITION, false, CallCondition.ALWAYS));
    }

    PutOperation put(CacheAnnotation annotation, ReturnForm form) {
        NamedCache cache = cache(annotation);
        AttributeReader attributes = new AttributeReader(annotation, cache, this.compiler);
        if (!attributes.isSet(KEY)) {
            throw annotation.invalid("'key' is not set.", "Set it to the key of the entry that the result replaces.");
        }
        return new PutOperation(cache, attributes.key(true), new PolicyReader(attributes, form.type()).read(),
                attributes.condition(CONDITION, true, CallCondition.ALWAYS),
                attributes.condition("unless", true, CallCondition.NEVER));
    }

    BehindOperation behind(CacheAnnotation annotation, ReturnForm form) {
        PutOperation put = put(annotation, form);
        return new BehindOperation(new NamedQueue(put.cache().name(), annotation, form, this.beans), put);
    }

    InvalidationOperation evict(CacheAnnotation annotation) {
        NamedCache cache = cache(annotation);
        AttributeReader attributes = new AttributeReader(annotation, cache, this.compiler);
        return invalidation(attributes, evictTargets(attributes, cache.name()));
    }

    InvalidationOperation invalidateTags(CacheAnnotation annotation) {
        AttributeReader attributes = new AttributeReader(annotation, null, this.compiler);
        TagExpressions tags = attributes.tags(!isBefore(annotation));
        if (tags.isEmpty()) {
            throw annotation.invalid("no tag is set.", "Set 'tags', or remove the annotation.");
        }
        List<String> dimensions = annotation.dimensions();
        return invalidation(attributes, (invalidation, invocation, result) -> invalidation.tagsWithin(dimensions,
                tags.evaluate(invocation, result)));
    }

    private NamedCache cache(CacheAnnotation annotation) {
        String name = annotation.text("cache");
        if (!StringUtils.hasText(name)) {
            throw annotation.invalid("no cache is named.", "Set 'cache'.");
        }
        return new NamedCache(name, annotation, this.beans);
    }

    private static InvalidationOperation.Targets evictTargets(AttributeReader attributes, String cache) {
        CacheAnnotation annotation = attributes.annotation();
        boolean allEntries = annotation.flag("allEntries");
        boolean oneEntry = attributes.isSet(KEY);
        if (allEntries && oneEntry) {
            throw annotation.invalid("'key' and 'allEntries' exclude each other.", "Remove one of them.");
        }
        if (!allEntries && !oneEntry) {
            throw annotation.invalid("neither 'key' nor 'allEntries' is set.",
                    "Set 'key' to evict one entry, or 'allEntries' to clear the cache.");
        }
        if (allEntries) {
            return (invalidation, invocation, result) -> invalidation.cache(cache);
        }
        KeyExtractor key = attributes.key(!isBefore(annotation));
        return (invalidation, invocation, result) -> invalidation.key(cache, key.extract(invocation, result));
    }

    private static InvalidationOperation invalidation(AttributeReader attributes,
            InvalidationOperation.Targets targets) {
        boolean before = isBefore(attributes.annotation());
        return new InvalidationOperation(attributes.cache(), before, attributes.annotation().flag("expire"),
                attributes.condition(CONDITION, !before, CallCondition.ALWAYS), targets);
    }

    private static boolean isBefore(CacheAnnotation annotation) {
        return annotation.flag("beforeInvocation");
    }

}
