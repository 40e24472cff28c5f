package io.tieredcache.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How far the records of another region were read.
 *
 * @param read id of the last record that was applied
 * @param again id of the last record that was applied once more, when the region's own
 * source was sure to have the write
 * @param clearAt when the namespace is to be cleared once more for what was lost, in
 * milliseconds of the own Redis's clock; {@code 0} for not
 * @param upToDateAt by that clock, until when everything recorded is applied
 */
public record RegionPosition(String read, String again, long clearAt, long upToDateAt) {

    /** The id before all records. */
    public static final String NOTHING = "0-0";

    private static final Pattern TEXT = Pattern
        .compile("1 (\\d{1,20}-\\d{1,20}) (\\d{1,20}-\\d{1,20}) (\\d{1,15}) (\\d{1,15})");

    /**
     * Reads a position.
     * @param text the text
     * @return {@code null} where it is none
     */
    public static @Nullable RegionPosition parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches() ? new RegionPosition(parts.group(1), parts.group(2), Long.parseLong(parts.group(3)),
                Long.parseLong(parts.group(4))) : null;
    }

    /**
     * The position as text.
     * @return the text
     */
    public String text() {
        return "1 " + this.read + " " + this.again + " " + this.clearAt + " " + this.upToDateAt;
    }

    /**
     * A position with more applied.
     * @param last id of the last record applied
     * @return the position
     */
    public RegionPosition readTo(String last) {
        return new RegionPosition(last, this.again, this.clearAt, this.upToDateAt);
    }

    /**
     * A position with more applied once more.
     * @param last id of the last record applied once more
     * @return the position
     */
    public RegionPosition againTo(String last) {
        return new RegionPosition(this.read, last, this.clearAt, this.upToDateAt);
    }

    /**
     * A position with nothing left to be cleared.
     * @return the position
     */
    public RegionPosition cleared() {
        return new RegionPosition(this.read, this.again, 0, this.upToDateAt);
    }

    /**
     * A position that was up to date.
     * @param millis until when everything recorded is applied
     * @return the position
     */
    public RegionPosition upToDate(long millis) {
        return new RegionPosition(this.read, this.again, this.clearAt, millis);
    }

}
