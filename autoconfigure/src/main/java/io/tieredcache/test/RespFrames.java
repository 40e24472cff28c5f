package io.tieredcache.test;

import java.util.Locale;

/**
 * Cuts a stream of RESP2 or RESP3 into frames and tells the name of each: the first
 * element of an array or push, or the first word of an inline command. Looks at headers
 * only and skips what they announce, however the stream is split. A stream that is not
 * RESP is one endless frame without a name.
 */
final class RespFrames {

    private static final int LONGEST_NAME = 32;

    private static final int LONGEST_LINE = 64 * 1024;

    private static final int LINE_END = 2;

    private final StringBuilder text = new StringBuilder();

    private boolean between = true;

    private boolean named;

    private boolean foreign;

    private String name = "";

    /** Elements of the frame that are still to come. */
    private long elements;

    /** Headers of the frame that were read. */
    private int headers;

    /** Bytes of a string that are still to come, with its line end. */
    private long skip;

    /**
     * Reads on until a frame's name is known, a frame ends, or there is no more.
     * @return the position after what was read
     */
    int advance(byte[] bytes, int from, int to) {
        if (this.foreign) {
            return to;
        }
        if (this.between) {
            begin();
        }
        boolean wasNamed = this.named;
        int at = from;
        while (at < to && !this.between && this.named == wasNamed && !this.foreign) {
            at = (this.skip > 0) ? skip(bytes, at, to) : line(bytes, at, to);
        }
        return at;
    }

    /** Whether the name of the frame read last is known. */
    boolean isNamed() {
        return this.named;
    }

    /** Whether the next byte begins a frame. */
    boolean isBetween() {
        return this.between;
    }

    boolean isForeign() {
        return this.foreign;
    }

    /** Name of the frame in upper case, empty if it has none. */
    String name() {
        return this.name;
    }

    private void begin() {
        this.between = false;
        this.named = false;
        this.name = "";
        this.elements = 1;
        this.headers = 0;
        this.text.setLength(0);
    }

    private int skip(byte[] bytes, int from, int to) {
        int length = (int) Math.min(this.skip, to - from);
        if (!this.named) {
            append(bytes, from, length);
        }
        this.skip -= length;
        if (this.skip == 0) {
            if (!this.named) {
                name(this.text.substring(0, this.text.length() - LINE_END));
            }
            this.text.setLength(0);
            count(-1);
        }
        return from + length;
    }

    private int line(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        append(bytes, from, at - from);
        if (this.text.length() > LONGEST_LINE) {
            giveUp();
        }
        else if (at < to) {
            int length = this.text.length();
            String line = this.text.substring(0,
                    (length > 0 && this.text.charAt(length - 1) == '\r') ? length - 1 : length);
            this.text.setLength(0);
            header(line);
            this.headers++;
            at++;
        }
        return at;
    }

    private void header(String line) {
        char type = line.isEmpty() ? ' ' : line.charAt(0);
        switch (type) {
            case '$', '=', '!' -> string(number(line));
            case '*', '>', '~' -> aggregate(type, Math.max(number(line), 0));
            case '%' -> aggregate(type, 2 * Math.max(number(line), 0));
            case '|' -> aggregate(type, 2 * Math.max(number(line), 0) + 1);
            case '+', '-', ':', '_', '#', ',', '(' -> simple((this.headers == 0) ? "" : line.substring(1));
            default -> inline(line);
        }
    }

    private void string(long length) {
        if (this.headers != 1 || length > LONGEST_NAME) {
            name("");
        }
        if (length < 0) {
            simple("");
        }
        else {
            this.skip = length + LINE_END;
        }
    }

    private void aggregate(char type, long size) {
        if (this.headers > 0 || size == 0 || (type != '*' && type != '>')) {
            name("");
        }
        count(size - 1);
    }

    private void simple(String value) {
        name(value);
        count(-1);
    }

    private void inline(String line) {
        if (this.headers > 0) {
            giveUp();
        }
        else {
            simple(line.strip().split("\\s", 2)[0]);
        }
    }

    private long number(String line) {
        try {
            return Integer.parseInt(line, 1, line.length(), 10);
        }
        catch (NumberFormatException ex) {
            giveUp();
            return 0;
        }
    }

    private void name(String value) {
        if (!this.named) {
            this.named = true;
            this.name = value.toUpperCase(Locale.ROOT);
        }
    }

    private void count(long change) {
        this.elements += change;
        this.between = this.elements <= 0;
    }

    private void giveUp() {
        this.foreign = true;
        this.named = true;
        this.name = "";
        this.text.setLength(0);
    }

    private void append(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length && this.text.length() <= LONGEST_LINE; i++) {
            this.text.append((char) (bytes[i] & 0xff));
        }
    }

}
