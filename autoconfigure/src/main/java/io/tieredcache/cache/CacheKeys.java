package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheSettings;
import io.tieredcache.key.KeyText;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.EntryNames;
import io.tieredcache.store.FenceNames;

/**
 * The keys of one cache: the object that L1 is keyed by, and the full text in Redis,
 * which is made only where L1 does not answer.
 */
final class CacheKeys {

    private final String subject;

    private final CacheSettings.Keys settings;

    private final KeyDimensions dimensions;

    private final String prefix;

    private final @Nullable String store;

    CacheKeys(String namespace, String cache, CacheSettings.Keys settings, KeyDimensions dimensions,
            @Nullable String store) {
        this.subject = "Cache '" + cache + "'";
        this.settings = settings;
        this.dimensions = dimensions;
        this.store = store;
        this.prefix = namespace + ":" + EntryNames.escaped(cache) + ":v" + settings.schema() + ":{";
        dimensions.require(this.subject, settings.dimensions());
    }

    /**
     * The key in this process: the caller's object where it can serve as one and is not
     * large, else its text. A key that is given as text names its dimensions itself;
     * copies under another object of the same text are refused by its hash.
     */
    Object local(Object key) {
        if (key instanceof CacheInvalidation.CanonicalKey canonical) {
            return new TextKey(KeyText.ofCanonical(canonical.text()));
        }
        if (!this.settings.dimensions().isEmpty()) {
            return ofScope(key);
        }
        if (KeyText.isKeepable(key)) {
            return key;
        }
        // Another's list may be more than its elements.
        KeyElements elements = (key instanceof List<?> list && list.getClass().getPackageName().equals("java.util"))
                ? KeyElements.ofList(list) : null;
        return (elements != null) ? elements : new TextKey(KeyText.of(key));
    }

    private Object ofScope(Object key) {
        List<@Nullable Object> parts = this.dimensions.values(this.subject, this.settings.dimensions());
        parts.add(key);
        KeyElements elements = KeyElements.ofParts(parts);
        return (elements != null) ? elements : new TextKey(KeyText.ofParts(parts));
    }

    EntryKey entryKey(Object local) {
        return new EntryKey(this.prefix + text(local) + "}", this.store);
    }

    /**
     * The key's text, with its dimensions.
     */
    String text(Object local) {
        if (local instanceof TextKey textKey) {
            return textKey.text;
        }
        return (local instanceof KeyElements elements) ? elements.text() : KeyText.of(local);
    }

    /**
     * Fence names of tags as they are in this call.
     */
    List<String> tagFences(Collection<String> tags) {
        if (tags.isEmpty()) {
            return List.of();
        }
        String scope = this.settings.dimensionTags()
                ? this.dimensions.tagScope(this.subject, this.settings.dimensions()) : "";
        List<String> names = new ArrayList<>(tags.size());
        for (String tag : tags) {
            if (!FenceNames.isValidTag(tag)) {
                throw new IllegalArgumentException(
                        "%s: a tag has %d characters, but must have 1 to %d. Shorten it, for example to a type and an id."
                            .formatted(this.subject, tag.length(), FenceNames.MAX_TAG_LENGTH));
            }
            names.add(FenceNames.ofTag(scope, tag));
        }
        return names;
    }

    private record TextKey(String text) {

    }

}
