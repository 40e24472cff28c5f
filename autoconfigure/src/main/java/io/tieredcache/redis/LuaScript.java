package io.tieredcache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The scripts. Each touches keys of one hash slot only: those of the namespace's sequence
 * and fences, of its events or of its write-behind queues, or an entry, its lease and
 * whether somebody waits for that.
 */
enum LuaScript {

    /** Takes a number, raises fences, publishes. */
    INVALIDATE("sequence", "invalidate"),

    /** Reads, creates and keeps fences. */
    ENSURE("sequence", "ensure"),

    /** Reads fences. */
    FENCES("sequence", "fences"),

    /** Sends a pulse. */
    PULSE("sequence", "pulse"),

    /** Takes a free lease. */
    ACQUIRE("slot", "acquire"),

    /** Compares the lease and lets it stand longer. */
    EXTEND("slot", "extend"),

    /** Compares the lease and ends it. */
    RELEASE("slot", "release"),

    /** Compares the lease and stores. */
    STORE("slot", "store"),

    /** Compares version and lease and stores or evicts. */
    PUT("slot", "put"),

    /** Compares lease and entry and gives the entry new times. */
    RENEW("slot", "renew"),

    /** Lets an entry expire. */
    EXPIRE("slot", "expire"),

    /** Compares the entry and stores. */
    REPLACE("slot", "replace"),

    /** Adds a record to a write-behind queue. */
    QUEUE_ADD("sequence", "queue", "queue_add"),

    /** Reads how long a write-behind queue is. */
    QUEUE_STATUS("sequence", "queue", "queue_status"),

    /** Keeps and takes partitions of a write-behind queue. */
    QUEUE_JOIN("sequence", "queue", "queue_join"),

    /** Gives partitions of a write-behind queue up. */
    QUEUE_RELEASE("queue", "queue_release"),

    /** Compares the owner and takes records. */
    QUEUE_FETCH("queue", "queue_fetch"),

    /** Compares the owner and removes records. */
    QUEUE_WRITTEN("queue", "queue_written"),

    /** Compares the owner and moves a record to the dead letters. */
    QUEUE_BURY("queue", "queue_bury"),

    /** Takes a lease unless there is a hold. */
    LEASE_UNLESS_HELD("holds", "lease_unless_held"),

    /** Asks for holds. */
    HELD("holds", "held"),

    /** Places holds. */
    HOLD("holds", "hold"),

    /** Ends holds. */
    END_HOLD("holds", "end_hold"),

    /** Takes events from outside. */
    READ_EVENTS("stream", "events_read"),

    /** Takes over events from outside that nobody finished. */
    CLAIM_EVENTS("stream", "events_claim"),

    /** Ends events from outside. */
    SETTLE_EVENTS("events_settle"),

    /** Reads what another region recorded. */
    READ_REGION("stream", "region_read"),

    /** Takes the turn to read what another region recorded. */
    CLAIM_REGION("sequence", "region_claim"),

    /** Keeps how far another region was read. */
    SAVE_REGION("sequence", "region_save"),

    /** Declares classes of caches. */
    DECLARE("holds", "declare"),

    /** Takes declarations back. */
    WITHDRAW("holds", "withdraw"),

    /** Reads toggles. */
    TOGGLES("holds", "toggles"),

    /** Brings a toggle into force. */
    SET_TOGGLE("holds", "toggle", "toggle_set"),

    /** Ends a toggle. */
    END_TOGGLE("holds", "toggle", "toggle_end"),

    /** Tells how the server is set up. */
    INFO("info");

    private final String source;

    private final String sha;

    LuaScript(String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(read(file + ".lua"));
        }
        this.source = text.toString();
        this.sha = sha1(source());
    }

    byte[] source() {
        return this.source.getBytes(StandardCharsets.UTF_8);
    }

    String sha() {
        return this.sha;
    }

    private static String read(String file) {
        try (InputStream in = LuaScript.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The script '%s' is missing in the library's jar".formatted(file));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("This Java runtime has no SHA-1", ex);
        }
    }

}
