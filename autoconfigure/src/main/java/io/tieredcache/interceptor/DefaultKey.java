package io.tieredcache.interceptor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * The method and all its arguments. The name of the method is for those who read keys;
 * the digest tells methods apart whose classes differ by package only.
 */
final class DefaultKey implements KeyExtractor {

    private static final int DIGEST_BYTES = 4;

    private final String method;

    private final SimpleKey withoutArguments;

    DefaultKey(CachedMethod method) {
        this.method = method + "~" + digest(method.signature());
        this.withoutArguments = new SimpleKey(this.method);
    }

    private static String digest(String signature) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(signature.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

    @Override
    public Object extract(MethodInvocation invocation, @Nullable Object result) {
        return of(invocation.getArguments());
    }

    @Override
    public ArgumentReader reader() {
        return this::of;
    }

    private Object of(@Nullable Object[] arguments) {
        if (arguments.length == 0) {
            return this.withoutArguments;
        }
        @Nullable Object[] elements = new Object[arguments.length + 1];
        elements[0] = this.method;
        System.arraycopy(arguments, 0, elements, 1, arguments.length);
        return new SimpleKey(elements);
    }

}
