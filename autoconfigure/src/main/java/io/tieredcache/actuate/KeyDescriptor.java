package io.tieredcache.actuate;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.tieredcache.KeyExplanation;

/**
 * What both levels hold of a key, as the endpoint tells it. Times are milliseconds.
 *
 * @param cache the cache's name
 * @param redisKey name of the entry in Redis
 * @param instance id of the instance whose L1 it is about
 * @param consistency the class of the cache
 * @param mode levels in use now
 * @param l1Trust whether L1 answers on its own now
 * @param leaseHeld whether somebody has the right to store the next value
 * @param leaseLeftMillis for how long at least, {@code null} if nobody has it
 * @param l1 the copy in this process
 * @param l2 the entry in Redis
 */
record KeyDescriptor(String cache, String redisKey, String instance, String consistency, String mode, String l1Trust,
        boolean leaseHeld, @Nullable Long leaseLeftMillis, Level l1, Level l2) implements OperationResponseBody {

    static KeyDescriptor of(KeyExplanation found, String instance) {
        Duration lease = found.leaseLeft();
        return new KeyDescriptor(found.cache(), found.redisKey(), instance, Inputs.name(found.consistency()),
                Inputs.name(found.mode()), Inputs.name(found.l1Trust()), lease != null,
                (lease != null) ? lease.toMillis() : null, Level.of(found.l1()), Level.of(found.l2()));
    }

    /**
     * What one level holds. Without an entry only the first two are there.
     *
     * @param verdict what becomes of it in a read
     * @param reasons why it answers no read
     * @param ageMillis time since the value was loaded
     * @param freshForMillis until its time to live ends
     * @param answersForMillis until it answers no read any more
     * @param keptForMillis until it may not even stand in where a load fails
     * @param stamp highest number of the sequence that was known before its load
     * @param negative whether the value is {@code null} or an empty Optional
     * @param size serialized size of the value in bytes
     * @param tags its tags
     * @param fences the fences that it is judged by
     * @param value the value as text, where it may be shown
     */
    record Level(String verdict, List<Reason> reasons, @Nullable Long ageMillis, @Nullable Long freshForMillis,
            @Nullable Long answersForMillis, @Nullable Long keptForMillis, @Nullable Long stamp,
            @Nullable Boolean negative, @Nullable Integer size, List<String> tags, List<FenceDescriptor> fences,
            @Nullable String value) {

        static Level of(KeyExplanation.Level found) {
            String verdict = Inputs.name(found.verdict());
            List<Reason> reasons = found.reasons()
                .stream()
                .map((reason) -> new Reason(Inputs.name(reason.cause()), reason.fence()))
                .toList();
            KeyExplanation.Entry entry = found.entry();
            if (entry == null) {
                return new Level(verdict, reasons, null, null, null, null, null, null, null, List.of(), List.of(),
                        null);
            }
            return new Level(verdict, reasons, entry.age().toMillis(), entry.freshFor().toMillis(),
                    entry.answersFor().toMillis(), entry.keptFor().toMillis(), entry.stamp(), entry.negative(),
                    entry.size(), entry.tags(),
                    entry.fences()
                        .stream()
                        .map((fence) -> new FenceDescriptor(fence.fence(), fence.number(), fence.passed()))
                        .toList(),
                    entry.value());
        }

    }

    /**
     * Why an entry answers no read.
     *
     * @param cause the kind of the reason
     * @param fence name of the fence that it is about, {@code null} for none
     */
    record Reason(String cause, @Nullable String fence) {

    }

    /**
     * One fence.
     *
     * @param fence its name
     * @param number number of its latest invalidation, {@code null} if not known
     * @param passed whether the entry passes it
     */
    record FenceDescriptor(String fence, @Nullable Long number, boolean passed) {

    }

}
