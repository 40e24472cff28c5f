package io.tieredcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Who has the lease of a key.
 *
 * @param readings the fences' numbers
 * @param holder who else has the lease, {@code null} if the claim was met
 * @param leftMillis how long that one's lease stands if it is not renewed
 * @param head the first bytes of the entry that was there when the lease was taken, empty
 * for none
 */
@SuppressWarnings("ArrayRecordComponent")
public record LeaseAnswer(FenceReadings readings, @Nullable String holder, long leftMillis, byte[] head) {

}
