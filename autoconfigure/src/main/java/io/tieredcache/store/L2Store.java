package io.tieredcache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The entries, leases and fences of one namespace in Redis. Every call is one round trip
 * where entries and fences are in a single Redis. No future fails with anything but
 * {@link io.tieredcache.L2UnavailableException}, and none completes without the caller's
 * time limit if Redis does not answer. Safe for concurrent use.
 */
public interface L2Store {

    /**
     * What keeps a store from making the application slow.
     * @param store the store's name
     * @return the guard that its commands pass
     */
    default L2Guard guard(String store) {
        return L2Guard.none();
    }

    /**
     * Reads the bytes of an entry.
     * @param key the key
     * @param limit the most bytes to transfer; a longer entry is given truncated
     * @return the bytes, {@code null} if there is no entry
     */
    CompletableFuture<byte @Nullable []> read(EntryKey key, int limit);

    /**
     * Reads the bytes of an entry where it is cheapest, which may be a replica that is
     * behind.
     * @param key the key
     * @param limit the most bytes to transfer
     * @param counts whether bytes from a replica may be taken for those of the primary,
     * {@code null} for no entry; what it refuses is read again from the primary. Takes no
     * time, on any thread
     * @return the bytes, {@code null} if there is no entry
     */
    default CompletableFuture<byte @Nullable []> readAnywhere(EntryKey key, int limit,
            Predicate<byte @Nullable []> counts) {
        return read(key, limit);
    }

    /**
     * Asks how long the lease of a key stays taken.
     * @param key the key
     * @return the milliseconds, negative if nobody has it
     */
    default CompletableFuture<Long> leaseLeft(EntryKey key) {
        return CompletableFuture.completedFuture(-1L);
    }

    /**
     * Reads fences.
     * @param fences the names of the fences
     * @return their numbers
     */
    CompletableFuture<FenceReadings> readFences(Collection<String> fences);

    /**
     * Reads fences; those that are missing are created with the current sequence, and all
     * are kept for a time.
     * @param fences what is to exist
     * @return their numbers
     */
    CompletableFuture<FenceReadings> ensureFences(KeptFences fences);

    /**
     * Takes the lease of a key, away from whoever has it, and ensures fences.
     * @param key the key
     * @param token the lease's new owner
     * @param leaseTime how long the lease stands
     * @param fences what is to exist
     * @return the fences' numbers
     */
    CompletableFuture<FenceReadings> lease(EntryKey key, String token, Duration leaseTime, KeptFences fences);

    /**
     * Takes the lease of a key, away from whoever has it, unless a writer holds the key
     * or one of the fences; ensures fences.
     * @param key the key
     * @param token the lease's new owner
     * @param leaseTime how long the lease stands
     * @param fences what is to exist, and what is asked for holds
     * @return the fences' numbers, and whether there is a hold
     */
    CompletableFuture<HeldLease> leaseUnlessHeld(EntryKey key, String token, Duration leaseTime, KeptFences fences);

    /**
     * Takes the lease of a key if nobody has it, and ensures fences.
     * @param key the key
     * @param claim who wants the lease
     * @param leaseTime how long the lease stands
     * @param fences what is to exist
     * @return who has the lease, and the fences' numbers
     */
    CompletableFuture<LeaseAnswer> acquire(EntryKey key, LeaseClaim claim, Duration leaseTime, KeptFences fences);

    /**
     * Lets a lease stand longer if it still stands.
     * @param key the key
     * @param token the lease's owner
     * @param leaseTime how long the lease stands from now on
     * @return whether it stands
     */
    CompletableFuture<Boolean> extend(EntryKey key, String token, Duration leaseTime);

    /**
     * Ends a lease if it still stands, and wakes those who wait for it.
     * @param key the key
     * @param token the lease's owner
     * @param closed how long nobody is to take the lease; zero to free it
     * @return whether it stood
     */
    CompletableFuture<Boolean> release(EntryKey key, String token, Duration closed);

    /**
     * Stores an entry if the lease stands, ends the lease and wakes those who wait for
     * it.
     * @param key the key
     * @param token the lease's owner
     * @param entry the bytes
     * @param ttl the entry's time to live
     * @return whether it was stored
     */
    CompletableFuture<Boolean> store(EntryKey key, String token, byte[] entry, Duration ttl);

    /**
     * Gives an entry another head if the lease stands and the entry's head is the one
     * expected; ends the lease and wakes those who wait for it.
     * @param key the key
     * @param token the lease's owner
     * @param expected the head that must be there
     * @param head the new head, of the same length
     * @param ttl the entry's time to live
     * @return whether it was done
     */
    CompletableFuture<Boolean> renew(EntryKey key, String token, byte[] expected, byte[] head, Duration ttl);

    /**
     * Stores an entry if the lease stands, else evicts what is there; a version below the
     * highest one put leaves what is there. Then takes a number, raises fences and tells
     * the other instances.
     * @param key the key
     * @param put what is put
     * @return what became of it
     */
    CompletableFuture<PutOutcome> put(EntryKey key, PutRequest put);

    /**
     * Stores an entry if exactly the expected bytes are there, and ends any lease.
     * @param key the key
     * @param expected the bytes that must be there, {@code null} for none
     * @param entry the bytes
     * @param ttl the entry's time to live
     * @return whether it was stored
     */
    CompletableFuture<Boolean> replace(EntryKey key, byte @Nullable [] expected, byte[] entry, Duration ttl);

    /**
     * Evicts keys with their leases, then takes a number, raises fences and tells the
     * other instances.
     * @param keys the keys to evict
     * @param fences the names of the fences to raise
     * @param expiring whether entries expire only, so that they may still stand in where
     * the source fails
     * @return the number
     */
    default CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences, boolean expiring) {
        return invalidate(keys, fences, expiring, List.of());
    }

    /**
     * Evicts keys with their leases, then takes a number, raises fences and tells the
     * other instances, also when the events happened that made it necessary.
     * @param keys the keys to evict
     * @param fences the names of the fences to raise
     * @param expiring whether entries expire only, so that they may still stand in where
     * the source fails
     * @param eventTimes the times of the events in milliseconds, for measurement only
     * @return the number
     */
    CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes);

    /**
     * Evicts keys with their leases, then takes a number, raises fences and tells the
     * other instances, as {@link #invalidate}, of what another region has invalidated:
     * other regions are not told.
     * @param keys the keys to evict
     * @param fences the names of the fences to raise
     * @param expiring whether entries expire only
     * @return the number
     */
    CompletableFuture<Long> relay(Collection<EntryKey> keys, Collection<String> fences, boolean expiring);

    /**
     * Holds keys and fences, then invalidates them: while any hold stands, no
     * {@link #leaseUnlessHeld lease} is given.
     * @param keys the keys
     * @param fences the names of the fences
     * @param token the owner of the hold
     * @param life how long it stands if nobody ends it
     * @return the number of the invalidation
     */
    CompletableFuture<Long> hold(Collection<EntryKey> keys, Collection<String> fences, String token, Duration life);

    /**
     * Ends a hold.
     * @param keys the keys
     * @param fences the names of the fences
     * @param token the owner of the hold
     * @return whether it still stood everywhere
     */
    CompletableFuture<Boolean> endHold(Collection<EntryKey> keys, Collection<String> fences, String token);

    /**
     * Takes a number, raises fences and tells the other instances that a key changed.
     * @param key the key
     * @param fences the names of the fences to raise
     * @return the number
     */
    CompletableFuture<Long> announce(EntryKey key, Collection<String> fences);

}
