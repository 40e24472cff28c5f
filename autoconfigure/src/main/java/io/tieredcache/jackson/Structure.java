package io.tieredcache.jackson;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * What the classes behind a type look like, as far as a stored value depends on it.
 *
 * @param fingerprint a hash of the names and types of all properties
 * @param propertyNames the names of all properties
 */
record Structure(long fingerprint, Set<String> propertyNames) {

    static Structure of(String text, Set<String> propertyNames) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Structure(ByteBuffer.wrap(hash).getLong(), Set.copyOf(propertyNames));
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
