package io.tieredcache.store;

/**
 * An event as it stands in the stream.
 */
public final class StreamEvent {

    private final String id;

    private final long size;

    private final byte[] body;

    /**
     * Create an event.
     * @param id its id in the stream
     * @param size length of its text in bytes; {@code -1} if it has none, or several
     * @param body its text, or the begin of it where it is longer than allowed
     */
    public StreamEvent(String id, long size, byte[] body) {
        this.id = id;
        this.size = size;
        this.body = body;
    }

    /**
     * Its id in the stream.
     * @return the id
     */
    public String id() {
        return this.id;
    }

    /**
     * Length of its text in bytes.
     * @return the length, {@code -1} if it has no text, or several
     */
    public long size() {
        return this.size;
    }

    /**
     * Its text, or the begin of it where it is longer than allowed.
     * @return the text, not to be changed
     */
    public byte[] body() {
        return this.body;
    }

}
