package io.tieredcache.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.InvalidationMessage;

/**
 * Text form of messages. A message is a head line <code>1 previous number millis
 * origin</code>, written by the script that takes the number, and the targets: one after
 * another a kind ({@code F} a fence's name, {@code f} that of a fence that lets entries
 * expire only, {@code K} a key's hash in hexadecimal, {@code E} the time of an event in
 * milliseconds), the length in bytes, a colon and the text. A pulse is
 * <code>1 id sequence</code>, a release <code>1 hash</code>.
 */
final class InvalidationMessageFormat {

    private static final long MAX_NUMBER = 1L << 53;

    private static final int MAX_LENGTH = 64 * 1024 * 1024;

    private InvalidationMessageFormat() {
    }

    static byte[] targets(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(
                24 * (keys.size() + fences.size() + eventTimes.size()) + 16);
        for (String fence : fences) {
            write(out, expiring ? 'f' : 'F', fence.getBytes(StandardCharsets.UTF_8));
        }
        HexFormat hex = HexFormat.of();
        for (EntryKey key : keys) {
            write(out, 'K', hex.toHexDigits(key.hash()).getBytes(StandardCharsets.US_ASCII));
        }
        for (Long time : eventTimes) {
            write(out, 'E', Long.toString(time).getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, char kind, byte[] text) {
        out.write(kind);
        out.writeBytes(Integer.toString(text.length).getBytes(StandardCharsets.US_ASCII));
        out.write(':');
        out.writeBytes(text);
    }

    /**
     * Reads a message.
     * @param body what arrived
     * @return the message, {@code null} if it is none
     */
    static @Nullable InvalidationMessage read(byte[] body) {
        try {
            Reader reader = new Reader(body);
            reader.expect('1');
            long previous = number(reader.until(' '));
            long number = number(reader.until(' '));
            long publishedAt = number(reader.until(' '));
            String origin = reader.until('\n');
            if (number <= previous) {
                return null;
            }
            List<String> fences = new ArrayList<>();
            List<Long> hashes = new ArrayList<>();
            List<Long> eventTimes = new ArrayList<>();
            boolean evicting = false;
            while (reader.hasMore()) {
                char kind = reader.next();
                String text = reader.take(Math.toIntExact(number(reader.until(':'))));
                switch (kind) {
                    case 'F' -> {
                        fences.add(text);
                        evicting = true;
                    }
                    case 'f' -> fences.add(text);
                    case 'K' -> hashes.add(HexFormat.fromHexDigitsToLong(text));
                    case 'E' -> {
                        if (eventTimes.size() < CacheInvalidation.MAX_EVENT_TIMES) {
                            eventTimes.add(number(text));
                        }
                    }
                    default -> {
                        return null;
                    }
                }
            }
            return new InvalidationMessage(previous, number, publishedAt, origin, !evicting && !fences.isEmpty(),
                    fences, hashes, eventTimes);
        }
        catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException ex) {
            return null;
        }
    }

    /**
     * Reads a pulse.
     * @param body what arrived
     * @return id and sequence, {@code null} if it is none
     */
    static long @Nullable [] readPulse(byte[] body) {
        try {
            Reader reader = new Reader(body);
            reader.expect('1');
            long id = number(reader.until(' '));
            return new long[] { id, number(reader.rest()) };
        }
        catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
            return null;
        }
    }

    /**
     * Text by which a released lease is told.
     */
    static byte[] release(EntryKey key) {
        return ("1 " + HexFormat.of().toHexDigits(key.hash())).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a release.
     * @param body what arrived
     * @return the key's hash, {@code null} if it is none
     */
    static @Nullable Long readRelease(byte[] body) {
        try {
            Reader reader = new Reader(body);
            reader.expect('1');
            String hash = reader.rest();
            return (hash.length() == 2 * Long.BYTES) ? HexFormat.fromHexDigitsToLong(hash) : null;
        }
        catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
            return null;
        }
    }

    private static long number(String text) {
        if (text.isEmpty() || text.length() > 16 || !text.chars().allMatch((digit) -> digit >= '0' && digit <= '9')) {
            throw new IllegalArgumentException("not a number");
        }
        long number = Long.parseLong(text);
        if (number >= MAX_NUMBER) {
            throw new IllegalArgumentException("number out of range");
        }
        return number;
    }

    private static final class Reader {

        private final byte[] body;

        private int position;

        Reader(byte[] body) {
            if (body.length > MAX_LENGTH) {
                throw new IllegalArgumentException("message too long");
            }
            this.body = body;
        }

        boolean hasMore() {
            return this.position < this.body.length;
        }

        char next() {
            return (char) this.body[this.position++];
        }

        void expect(char version) {
            if (next() != version || next() != ' ') {
                throw new IllegalArgumentException("unknown version");
            }
        }

        String until(char end) {
            int start = this.position;
            while (this.body[this.position] != end) {
                this.position++;
            }
            return text(start, this.position++);
        }

        String take(int length) {
            int start = this.position;
            this.position = Math.addExact(start, length);
            return text(start, this.position);
        }

        String rest() {
            return take(this.body.length - this.position);
        }

        private String text(int start, int end) {
            if (end > this.body.length) {
                throw new IndexOutOfBoundsException(end);
            }
            return new String(this.body, start, end - start, StandardCharsets.UTF_8);
        }

    }

}
