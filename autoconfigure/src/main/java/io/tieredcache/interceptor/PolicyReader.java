package io.tieredcache.interceptor;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.tieredcache.EntryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Reads tags and times of one annotation.
 */
final class PolicyReader {

    private static final String NEGATIVE_TTL = "negativeTtl";

    private final AttributeReader attributes;

    private final List<CallPolicy.Step> steps = new ArrayList<>();

    private EntryPolicy common;

    PolicyReader(AttributeReader attributes, Type type) {
        this.attributes = attributes;
        this.common = EntryPolicy.defaults().withType(type);
    }

    /**
     * Reads what {@code unless} says as well, for results that the cache itself stores.
     * @return this reader
     */
    PolicyReader withUnless() {
        CallCondition unless = this.attributes.condition("unless", true, CallCondition.NEVER);
        if (unless != CallCondition.NEVER) {
            this.steps.add((policy, invocation) -> policy.withStoreIf((value) -> !unless.test(invocation, value)));
        }
        return this;
    }

    /**
     * Reads by which version puts are ordered.
     * @return this reader
     */
    PolicyReader withVersion() {
        if (this.attributes.isSet("version")) {
            ExpressionSource source = this.attributes.source("version", true);
            VersionExpression version = new VersionExpression(source, this.attributes.compiler().expression(source));
            this.steps.add((policy, invocation) -> policy.withVersion((value) -> version.evaluate(invocation, value)));
        }
        return this;
    }

    /**
     * Reads what is said of stale values and of waiting for a load.
     * @return this reader
     */
    PolicyReader withWaits() {
        readWait("staleWhileRevalidate", DurationText::parseNotNegative, EntryPolicy::withStaleWhileRevalidate);
        readWait("staleIfError", DurationText::parseNotNegative, EntryPolicy::withStaleIfError);
        readWait("softTimeout", DurationText::parse, EntryPolicy::withSoftTimeout);
        readWait("hardTimeout", DurationText::parse, EntryPolicy::withHardTimeout);
        Duration soft = this.common.softTimeout();
        Duration hard = this.common.hardTimeout();
        if (soft != null && hard != null && soft.compareTo(hard) >= 0) {
            throw this.attributes.source("softTimeout", false)
                .invalid("which is not shorter than 'hardTimeout', so that it would never come to bear.",
                        "Set it to less than 'hardTimeout'.");
        }
        return this;
    }

    private void readWait(String attribute, Function<String, Duration> parser,
            BiFunction<EntryPolicy, Duration, EntryPolicy> setter) {
        if (this.attributes.isSet(attribute)) {
            this.common = setter.apply(this.common, literal(this.attributes.source(attribute, false), parser));
        }
    }

    CallPolicy read() {
        TagExpressions tags = this.attributes.tags(true);
        readTags(tags);
        readTtl("ttl", EntryPolicy::withTtl);
        readTtl("l1Ttl", EntryPolicy::withL1Ttl);
        readNegativeTtl();
        return new CallPolicy(this.common, List.copyOf(this.steps), !tags.ofResult().isEmpty());
    }

    private void readTags(TagExpressions tags) {
        TagExpressions known = tags.knownBeforeCall();
        TagExpressions ofResult = tags.ofResult();
        if (known.isLiteral()) {
            this.common = this.common.withTags(known.literals());
        }
        else {
            this.steps.add((policy, invocation) -> policy.withTags(() -> known.evaluate(invocation, null)));
        }
        if (!ofResult.isEmpty()) {
            this.steps
                .add((policy, invocation) -> policy.withResultTags((value) -> ofResult.evaluate(invocation, value)));
        }
    }

    private void readTtl(String attribute, TtlSetter setter) {
        if (!this.attributes.isSet(attribute)) {
            return;
        }
        ExpressionSource source = this.attributes.source(attribute, true);
        if (ExpressionCompiler.isTemplate(source.text())) {
            DurationExpression ttl = expression(source);
            this.steps.add((policy, invocation) -> setter.apply(policy, (value) -> ttl.evaluate(invocation, value)));
        }
        else {
            Duration ttl = literal(source);
            this.common = setter.apply(this.common, (value) -> ttl);
        }
    }

    private void readNegativeTtl() {
        if (!this.attributes.isSet(NEGATIVE_TTL)) {
            return;
        }
        ExpressionSource source = this.attributes.source(NEGATIVE_TTL, false);
        if (ExpressionCompiler.isTemplate(source.text())) {
            DurationExpression expression = expression(source);
            this.steps.add((policy, invocation) -> {
                Duration ttl = expression.evaluate(invocation, null);
                return (ttl != null) ? policy.withNegativeTtl(ttl) : policy;
            });
        }
        else {
            this.common = this.common.withNegativeTtl(literal(source));
        }
    }

    private DurationExpression expression(ExpressionSource source) {
        return new DurationExpression(source, this.attributes.compiler().template(source));
    }

    private static Duration literal(ExpressionSource source) {
        return literal(source, DurationText::parse);
    }

    private static Duration literal(ExpressionSource source, Function<String, Duration> parser) {
        try {
            return parser.apply(source.text());
        }
        catch (IllegalArgumentException ex) {
            throw source.invalid(String.valueOf(ex.getMessage()), "Write it as '30s', '10m', '1h' or 'PT30S'.");
        }
    }

    @FunctionalInterface
    private interface TtlSetter
            extends BiFunction<EntryPolicy, Function<@Nullable Object, @Nullable Duration>, EntryPolicy> {

    }

}
