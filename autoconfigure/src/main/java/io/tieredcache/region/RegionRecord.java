package io.tieredcache.region;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.tieredcache.store.FenceNames;
import io.tieredcache.store.InvalidationText;
import io.tieredcache.store.RegionLog;
import io.tieredcache.store.StoredInvalidation;
import io.tieredcache.store.StreamEvent;

/**
 * Reads records, which anybody may have written who may write to that Redis.
 */
final class RegionRecord {

    private static final Pattern OTHER_VERSION = Pattern.compile("(?!1 )\\d{1,9} .*", Pattern.DOTALL);

    private RegionRecord() {
    }

    /**
     * Reads a record.
     * @param event the record
     * @param namespace the namespace, which keys must be of
     * @return what it invalidates, everything if it is of another version of the library;
     * {@code null} if it is no record
     */
    static @Nullable StoredInvalidation read(StreamEvent event, String namespace) {
        if (event.size() < 0 || event.size() != event.body().length) {
            return null;
        }
        String text = new String(event.body(), StandardCharsets.UTF_8);
        if (OTHER_VERSION.matcher(text).matches()) {
            return StoredInvalidation.ofEverything();
        }
        StoredInvalidation found = (text.length() <= RegionLog.MAX_LENGTH) ? InvalidationText.parse(text) : null;
        return (found != null && isOurs(found, namespace)) ? found : null;
    }

    /**
     * Whether it names nothing but targets of the namespace: whatever else is in Redis
     * must not be touched.
     */
    private static boolean isOurs(StoredInvalidation found, String namespace) {
        return !(found.keys().isEmpty() && found.fences().isEmpty())
                && found.fences().stream().allMatch(FenceNames::isFence)
                && found.keys().stream().allMatch((key) -> key.name().startsWith(namespace + ":"));
    }

}
