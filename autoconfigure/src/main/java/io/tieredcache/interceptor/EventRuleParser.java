package io.tieredcache.interceptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.InvalidationRule;

/**
 * Turns one {@link io.tieredcache.annotation.InvalidateOn} into a rule, and checks it.
 *
 * @param compiler compiles expressions
 * @param beans the beans that rules work with
 */
record EventRuleParser(ExpressionCompiler compiler, CacheBeans beans) {

    private static final String KEY = "key";

    private static final String KEYS = "keys";

    InvalidationRule<?> parse(CacheAnnotation annotation) {
        NamedCache cache = cache(annotation);
        AttributeReader attributes = new AttributeReader(annotation, cache, this.compiler);
        List<Targets> targets = new ArrayList<>();
        addTags(attributes, targets);
        addKeys(attributes, targets);
        addCaches(annotation, targets);
        if (targets.isEmpty()) {
            throw annotation.invalid("no target is set.", "Set 'tags', 'key', 'keys' or 'caches'.");
        }
        this.beans.checkDimensions(annotation);
        if (cache != null) {
            cache.get();
        }
        CallCondition condition = attributes.condition("condition", false, CallCondition.ALWAYS);
        boolean expire = annotation.flag("expire");
        return InvalidationRule.on(Objects.requireNonNull(annotation.eventType()), (event) -> {
            EventCall call = new EventCall(event);
            return condition.test(call, null) ? targets(targets, call, expire) : CacheInvalidation.none();
        });
    }

    private static CacheInvalidation targets(List<Targets> targets, EventCall call, boolean expire) {
        CacheInvalidation all = CacheInvalidation.none();
        for (Targets each : targets) {
            all = each.addTo(all, call);
        }
        return expire ? all.asExpiry() : all;
    }

    private @Nullable NamedCache cache(CacheAnnotation annotation) {
        return annotation.text("cache").isBlank() ? null
                : new NamedCache(annotation.text("cache"), annotation, this.beans);
    }

    private static void addTags(AttributeReader attributes, List<Targets> targets) {
        TagExpressions tags = attributes.tags(false);
        List<String> dimensions = attributes.annotation().dimensions();
        if (!tags.isEmpty()) {
            targets.add((invalidation, call) -> invalidation.tagsWithin(dimensions, tags.evaluate(call, null)));
        }
        else if (!dimensions.isEmpty()) {
            throw attributes.annotation().invalid("'dimensions' is set, but no tag is.", "Set 'tags', or remove it.");
        }
    }

    private static void addKeys(AttributeReader attributes, List<Targets> targets) {
        CacheAnnotation annotation = attributes.annotation();
        NamedCache cache = attributes.cache();
        boolean one = attributes.isSet(KEY);
        boolean many = attributes.isSet(KEYS);
        if (one && many) {
            throw annotation.invalid("'key' and 'keys' exclude each other.", "Remove one of them.");
        }
        if (cache == null) {
            if (one || many) {
                throw annotation.invalid("'%s' is set, but no cache is named.".formatted(one ? KEY : KEYS),
                        "Set 'cache'.");
            }
            return;
        }
        if (one) {
            KeyExtractor key = attributes.key(false);
            targets.add((invalidation, call) -> invalidation.key(cache.name(), key.extract(call, null)));
        }
        else if (many) {
            CallExpression keys = attributes.compiler().expression(attributes.source(KEYS, false));
            targets.add((invalidation, call) -> {
                List<Object> all = new ArrayList<>();
                Elements.forEach(keys.evaluate(call, null), all::add);
                return invalidation.keys(cache.name(), all);
            });
        }
        else {
            throw annotation.invalid("'cache' is set, but neither 'key' nor 'keys' is.",
                    "Set 'key' or 'keys', or name the cache in 'caches' to clear it.");
        }
    }

    private void addCaches(CacheAnnotation annotation, List<Targets> targets) {
        for (String name : annotation.texts("caches")) {
            if (name.isBlank()) {
                throw annotation.invalid("'caches' has an empty name.", "Name the cache, or remove it.");
            }
            new NamedCache(name, annotation, this.beans).get();
            targets.add((invalidation, call) -> invalidation.cache(name));
        }
    }

    /**
     * Some of the targets of a rule.
     */
    @FunctionalInterface
    private interface Targets {

        CacheInvalidation addTo(CacheInvalidation invalidation, EventCall call);

    }

}
