package io.tieredcache.actuate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ApplicationEventPublisher;

import io.tieredcache.CacheInstance;

/**
 * Tells Boot's audit events and the log who did what to the caches. Keys and tags may be
 * personal data: both are told a digest of them only.
 */
public final class CacheAudit {

    /** Type of the audit events. */
    public static final String TYPE = "TIERED_CACHE";

    /** Who acts over JMX, which does not say. */
    static final String SYSTEM = "system";

    private static final Logger logger = LoggerFactory.getLogger(CacheAudit.class);

    private static final int DIGEST_BYTES = 8;

    private final ApplicationEventPublisher events;

    private final CacheInstance instance;

    /**
     * Create an audit.
     * @param events takes the events
     * @param instance this instance
     */
    public CacheAudit(ApplicationEventPublisher events, CacheInstance instance) {
        this.events = events;
        this.instance = instance;
    }

    /**
     * Who calls a web operation.
     */
    static String principal(SecurityContext context) {
        return (context.getPrincipal() != null) ? context.getPrincipal().getName() : "anonymous";
    }

    void tell(String principal, String action, String outcome, Map<String, ? extends @Nullable Object> details) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("action", action);
        data.put("outcome", outcome);
        data.put("namespace", this.instance.namespace());
        data.put("instance", this.instance.id());
        details.forEach((name, value) -> {
            if (value != null) {
                data.put(name, value);
            }
        });
        logger.info("Caches of '{}': '{}' by '{}', {} {}", this.instance.namespace(), action, oneLine(principal),
                outcome, details);
        this.events.publishEvent(new AuditApplicationEvent(new AuditEvent(principal, TYPE, data)));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * What stands for a key or a tag: the first 16 hexadecimal digits of its SHA-256.
     */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("This Java runtime has no SHA-256", ex);
        }
    }

}
