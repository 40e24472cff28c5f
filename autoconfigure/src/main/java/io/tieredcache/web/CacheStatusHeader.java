package io.tieredcache.web;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import io.tieredcache.CacheLevel;
import io.tieredcache.CacheRead;
import io.tieredcache.CacheReadListener;

/**
 * Writes the {@code Cache-Status} header of RFC 9211 for every read of a cache on the
 * thread of a Spring MVC request, in the order of the reads:
 * {@code airports; hit; ttl=290; detail=L1} or {@code airports; fwd=miss; stored}. A
 * response that is committed already gets no header.
 *
 * @since 0.1.0
 */
public final class CacheStatusHeader implements CacheReadListener {

    /** Name of the header. */
    public static final String NAME = "Cache-Status";

    /**
     * Create a listener.
     */
    public CacheStatusHeader() {
    }

    @Override
    public void onRead(CacheRead read) {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (attributes instanceof ServletRequestAttributes servlet) {
            HttpServletResponse response = servlet.getResponse();
            if (response != null && !response.isCommitted()) {
                String member = member(read);
                String before = response.getHeader(NAME);
                response.setHeader(NAME, (before != null) ? before + ", " + member : member);
            }
        }
    }

    private static String member(CacheRead read) {
        String name = name(read.cache());
        if (read.level() == CacheLevel.L1 || read.level() == CacheLevel.L2) {
            String ttl = (read.metadata() != null) ? "; ttl=" + read.metadata().remaining().toSeconds() : "";
            return name + "; hit" + ttl + "; detail=" + read.level();
        }
        return name + "; fwd=miss" + ((read.metadata() != null) ? "; stored" : "");
    }

    /**
     * A token where the name is one, else a quoted string.
     */
    private static String name(String cache) {
        boolean token = !cache.isEmpty() && isAlpha(cache.charAt(0))
                && cache.chars().allMatch(CacheStatusHeader::isTokenCharacter);
        if (token) {
            return cache;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < cache.length(); i++) {
            char character = cache.charAt(i);
            if (character == '"' || character == '\\') {
                quoted.append('\\');
            }
            quoted.append((character >= ' ' && character < 0x7f) ? character : '?');
        }
        return quoted.append('"').toString();
    }

    private static boolean isAlpha(int character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private static boolean isTokenCharacter(int character) {
        return isAlpha(character) || (character >= '0' && character <= '9')
                || "!#$%&'*+-.^_`|~:/".indexOf(character) >= 0;
    }

}
