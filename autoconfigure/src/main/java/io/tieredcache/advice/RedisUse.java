package io.tieredcache.advice;

import java.util.List;

/**
 * What a Redis is used for.
 *
 * @param strongCaches names of the strong caches whose holds are in it
 * @param queuedCaches names of the caches whose values wait in it to be written
 * @param events whether events of other services wait in it
 */
public record RedisUse(List<String> strongCaches, List<String> queuedCaches, boolean events) {

    /**
     * Create a use.
     * @param strongCaches names of the strong caches whose holds are in it
     * @param queuedCaches names of the caches whose values wait in it to be written
     * @param events whether events of other services wait in it
     */
    public RedisUse {
        strongCaches = strongCaches.stream().sorted().toList();
        queuedCaches = queuedCaches.stream().sorted().toList();
    }

    boolean hasStreams() {
        return this.events || !this.queuedCaches.isEmpty();
    }

    /**
     * The streams in words, for a message.
     */
    String streams() {
        if (this.queuedCaches.isEmpty()) {
            return "events of other services";
        }
        String queues = "the write-behind queue of " + names(this.queuedCaches);
        return this.events ? queues + " and events of other services" : queues;
    }

    /**
     * Names for a message, of many only the first.
     */
    static String names(List<String> caches) {
        List<String> shown = caches.stream().limit(3).map((name) -> "'" + name + "'").toList();
        int more = caches.size() - shown.size();
        return String.join(", ", shown) + ((more > 0) ? " and " + more + " more" : "");
    }

}
