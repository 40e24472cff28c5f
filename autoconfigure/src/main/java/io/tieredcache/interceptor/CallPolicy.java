package io.tieredcache.interceptor;

import java.util.List;

import io.tieredcache.EntryPolicy;
import org.aopalliance.intercept.MethodInvocation;

/**
 * How the entry of each call is typed, tagged and kept.
 *
 * @param common what is the same for all calls
 * @param steps what each call adds
 * @param hasResultTags whether there are tags that only the result tells
 */
record CallPolicy(EntryPolicy common, List<Step> steps, boolean hasResultTags) {

    EntryPolicy of(MethodInvocation invocation) {
        EntryPolicy policy = this.common;
        for (int i = 0; i < this.steps.size(); i++) {
            policy = this.steps.get(i).apply(policy, invocation);
        }
        return policy;
    }

    @FunctionalInterface
    interface Step {

        EntryPolicy apply(EntryPolicy policy, MethodInvocation invocation);

    }

}
