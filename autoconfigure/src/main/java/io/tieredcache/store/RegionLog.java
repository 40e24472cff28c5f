package io.tieredcache.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What another region records of its invalidations, in its Redis: a bounded stream of
 * {@link InvalidationText}. Nothing is ever written to it from here. No future fails with
 * anything but {@link io.tieredcache.L2UnavailableException}, and none completes without
 * the caller's time limit if that Redis does not answer.
 */
public interface RegionLog extends AutoCloseable {

    /** Most characters of a record. */
    int MAX_LENGTH = 500_000;

    /** Names the end, where records are read up to. */
    String END = "+";

    /**
     * Reads records in their order.
     * @param after id of the record that was read last, {@link RegionPosition#NOTHING}
     * for none
     * @param upTo id of the last record to read, or {@link #END}
     * @param age how old a record must be at least, by the clock of that Redis
     * @param count the most records
     * @return the records, fewer where they are long
     */
    CompletableFuture<Records> read(String after, String upTo, Duration age, int count);

    /**
     * Lets the next read open a new connection, where the present one may be dead without
     * a sign.
     */
    void reset();

    @Override
    void close();

    /**
     * Some records, read in one step.
     *
     * @param complete whether nothing is missing between the record that was read last
     * and these; if not, there are none of these
     * @param newest id of the newest record there is, {@link RegionPosition#NOTHING} for
     * none
     * @param time the clock of that Redis in milliseconds
     * @param events the records
     */
    record Records(boolean complete, String newest, long time, List<StreamEvent> events) {

        /**
         * Create records.
         * @param complete whether nothing is missing before them
         * @param newest id of the newest record there is
         * @param time the clock in milliseconds
         * @param events the records
         */
        public Records {
            events = List.copyOf(events);
        }

        /**
         * Whether there is nothing after these.
         * @return {@code false} if there is more to read
         */
        public boolean reachEnd() {
            return this.events.isEmpty() || last().equals(this.newest);
        }

        /**
         * Id of the last of these, of which there must be one.
         * @return the id
         */
        public String last() {
            return this.events.get(this.events.size() - 1).id();
        }

        /**
         * How old the newest of these is, of which there must be one.
         * @return milliseconds, negative if that Redis's clock was set back since
         */
        public long age() {
            String millis = last().substring(0, last().indexOf('-'));
            // As long as all times until the year 2286.
            return (millis.length() <= 13) ? this.time - Long.parseLong(millis) : -1;
        }

    }

}
