package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLevel;
import io.tieredcache.CacheLoader;
import io.tieredcache.CacheMode;
import io.tieredcache.TieredCache;
import io.tieredcache.store.L1Entry;

/**
 * Reads of several keys: what L1 holds, then the rest together.
 */
final class ManyReads {

    private final SingleReads single;

    private final CacheParts parts;

    private final ReadPath path;

    private final BatchReads batches;

    private final ReadResults results;

    private final L1Copies copies;

    private final Backlog backlog;

    private final Transactions transactions;

    ManyReads(ReadParts reads, SingleReads single) {
        this.single = single;
        this.parts = reads.parts();
        this.path = reads.path();
        this.batches = this.path.batches();
        this.results = reads.results();
        this.copies = reads.copies();
        this.backlog = reads.backlog();
        this.transactions = reads.transactions();
    }

    /**
     * Reads, loading what is missing.
     * @param keys the keys
     * @param current the levels in use
     * @param source loads
     * @param from loads as well, after what waits to be written
     * @return the values in the order of the keys
     */
    Map<Object, @Nullable Object> readAll(Collection<?> keys, CacheMode current, ReadThrough source, ReadThrough from)
            throws Throwable {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        if (current == CacheMode.BYPASS) {
            Set<Object> passing = new LinkedHashSet<>(keys);
            passing.forEach(this.results::bypassed);
            for (Map.Entry<Object, ?> loaded : this.batches.bypass(passing, from).entrySet()) {
                this.results.passed();
                values.put(loaded.getKey(), loaded.getValue());
            }
            return values;
        }
        CacheTransaction transaction = this.transactions.current();
        if (transaction != null && !transaction.isTransparent()) {
            return readAll(transaction, keys, from, current);
        }
        long now = this.parts.runtime().now();
        List<BatchReads.Item> missed = new ArrayList<>();
        for (Object key : new LinkedHashSet<>(keys)) {
            CacheLoader<?> loader = from.loader(key);
            Object local = this.parts.keys().local(key);
            Supplier<ReadContext> begin = () -> this.parts.begin(key, local, from.policy(), current);
            this.single.note(key, local, from.policy(), source.loader(key));
            L1Entry copy = this.copies.find(local, current, now);
            if (copy != null) {
                this.path.refreshIfDue(copy, begin, Source.of(loader));
                if (this.path.samples().isDue(CacheLevel.L1)) {
                    this.path.samples().take(CacheLevel.L1, copy, key, local, from.policy(), Source.of(loader));
                }
                values.put(key, this.results.hit(key, copy, now));
            }
            else {
                values.put(key, null);
                missed.add(new BatchReads.Item(key, begin, loader));
            }
        }
        try {
            this.batches.read(missed, from.together());
        }
        catch (Throwable ex) {
            missed.forEach((item) -> this.results.failed(item.key(), now));
            throw ex;
        }
        missed.forEach((item) -> {
            this.path.samples().takeIfDue(item.answer(), item.key(), from.policy(), Source.of(item.loader()));
            values.put(item.key(), this.results.answered(item.key(), item.answer(), now));
        });
        return values;
    }

    /**
     * Reads several keys within a transaction that may see its own changes: what it loads
     * is stored nowhere.
     */
    private Map<Object, @Nullable Object> readAll(CacheTransaction transaction, Collection<?> keys, ReadThrough from,
            CacheMode current) throws Throwable {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        Set<Object> missed = new LinkedHashSet<>();
        for (Object key : new LinkedHashSet<>(keys)) {
            Answer found = this.single.find(transaction, key, from.policy(), current);
            values.put(key, (found != null) ? this.results.answered(key, found, this.parts.runtime().now()) : null);
            if (found == null) {
                missed.add(key);
            }
        }
        missed.forEach(this.results::bypassed);
        for (Map.Entry<Object, ?> loaded : this.batches.bypass(missed, from).entrySet()) {
            this.results.passed();
            values.put(loaded.getKey(), loaded.getValue());
        }
        return values;
    }

    /**
     * Reads without loading.
     * @param keys the keys
     * @param current the levels in use
     * @return the values that were found, in the order of the keys
     */
    Map<Object, @Nullable Object> lookupAll(Collection<?> keys, CacheMode current) {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        if (current == CacheMode.BYPASS) {
            new LinkedHashSet<>(keys).forEach(this.results::bypassed);
            return values;
        }
        CacheTransaction writing = this.transactions.writing();
        if (writing != null) {
            for (Object key : new LinkedHashSet<>(keys)) {
                TieredCache.CachedValue found = this.single
                    .seen(this.single.find(writing, key, SpringCacheAdapter.policy(), current), key, false);
                if (found != null) {
                    values.put(key, found.value());
                }
            }
            return values;
        }
        long now = this.parts.runtime().now();
        List<ReadContext> missed = new ArrayList<>();
        Map<Object, L1Entry> held = new HashMap<>();
        for (Object key : new LinkedHashSet<>(keys)) {
            Object local = this.parts.keys().local(key);
            L1Entry copy = this.copies.findFresh(local, current, now);
            if (copy != null) {
                held.put(key, copy);
            }
            else {
                missed.add(this.parts.begin(key, local, SpringCacheAdapter.policy(), current));
            }
        }
        Map<Object, Answer> answers = new HashMap<>();
        Set<Object> refused = new HashSet<>();
        List<@Nullable Answer> found = this.batches.lookup(missed);
        for (int i = 0; i < missed.size(); i++) {
            Answer answer = found.get(i);
            if (answer != null) {
                answers.put(missed.get(i).key(), answer);
            }
            else if (missed.get(i).isRefused()) {
                refused.add(missed.get(i).key());
            }
        }
        Map<Object, UnwrittenValues.Unwritten> unwrittenValues = this.backlog
            .findAll(missed.stream().map(ReadContext::key).filter((key) -> !answers.containsKey(key)).toList());
        for (Object key : new LinkedHashSet<>(keys)) {
            L1Entry copy = held.get(key);
            Answer answer = answers.get(key);
            if (copy != null) {
                values.put(key, this.results.hit(key, copy, now));
            }
            else if (answer != null) {
                values.put(key, this.results.answered(key, answer, now));
            }
            else {
                this.results.missed(key, refused.contains(key));
                UnwrittenValues.Unwritten unwrittenValue = unwrittenValues.get(key);
                if (unwrittenValue != null) {
                    values.put(key, unwrittenValue.value());
                }
            }
        }
        return values;
    }

}
