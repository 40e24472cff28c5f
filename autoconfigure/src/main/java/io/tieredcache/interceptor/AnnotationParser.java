package io.tieredcache.interceptor;

import java.util.List;
import java.util.function.UnaryOperator;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.InvalidationTiming;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

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
        return put(annotation, form, PolicyReader::withVersion);
    }

    private PutOperation put(CacheAnnotation annotation, ReturnForm form, UnaryOperator<PolicyReader> more) {
        NamedCache cache = cache(annotation);
        AttributeReader attributes = new AttributeReader(annotation, cache, this.compiler);
        if (!attributes.isSet(KEY)) {
            throw annotation.invalid("'key' is not set.", "Set it to the key of the entry that the result replaces.");
        }
        return new PutOperation(cache, attributes.key(true),
                more.apply(new PolicyReader(attributes, form.type())).read(),
                attributes.condition(CONDITION, true, CallCondition.ALWAYS),
                attributes.condition("unless", true, CallCondition.NEVER));
    }

    BehindOperation behind(CacheAnnotation annotation, ReturnForm form) {
        PutOperation put = put(annotation, form, UnaryOperator.identity());
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
        return invalidation(attributes, new TagTargets(annotation.dimensions(), tags));
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
            return new CacheTarget(cache);
        }
        return new KeyTarget(cache, attributes.key(!isBefore(annotation)));
    }

    private static InvalidationOperation invalidation(AttributeReader attributes,
            InvalidationOperation.Targets targets) {
        boolean before = isBefore(attributes.annotation());
        return new InvalidationOperation(attributes.annotation(), attributes.cache(), before,
                attributes.annotation().flag("expire"),
                before ? InvalidationTiming.IMMEDIATE : attributes.annotation().timing("invalidation"),
                attributes.condition(CONDITION, !before, CallCondition.ALWAYS), targets);
    }

    private static boolean isBefore(CacheAnnotation annotation) {
        return annotation.flag("beforeInvocation");
    }

    private record TagTargets(List<String> dimensions, TagExpressions tags) implements InvalidationOperation.Targets {

        @Override
        public CacheInvalidation of(MethodInvocation invocation, @Nullable Object result) {
            return CacheInvalidation.none().tagsWithin(this.dimensions, this.tags.evaluate(invocation, result));
        }

        @Override
        public boolean readsResult() {
            return !this.tags.ofResult().isEmpty();
        }

    }

    private record CacheTarget(String cache) implements InvalidationOperation.Targets {

        @Override
        public CacheInvalidation of(MethodInvocation invocation, @Nullable Object result) {
            return CacheInvalidation.none().cache(this.cache);
        }

        @Override
        public boolean readsResult() {
            return false;
        }

    }

    private record KeyTarget(String cache, KeyExtractor key) implements InvalidationOperation.Targets {

        @Override
        public CacheInvalidation of(MethodInvocation invocation, @Nullable Object result) {
            return CacheInvalidation.none().key(this.cache, this.key.extract(invocation, result));
        }

        @Override
        public boolean readsResult() {
            return this.key.readsResult();
        }

    }

}
