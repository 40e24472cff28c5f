package io.tieredcache.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.tieredcache.CacheAdministration;
import io.tieredcache.CacheInstance;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheToggle;
import io.tieredcache.CacheToggles;
import io.tieredcache.KeyExplanation;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.Reach;
import io.tieredcache.TieredCacheManager;

/**
 * Carries out what operators ask for, over whichever protocol, and tells the audit. Wrong
 * input is an {@link IllegalArgumentException}, an {@link UnknownCacheException} for a
 * cache; a Redis that does not acknowledge a {@link L2UnavailableException}.
 */
public final class CacheActions {

    private static final Logger logger = LoggerFactory.getLogger(CacheActions.class);

    private static final String KEY = "key";

    private static final String TAG = "tag";

    private static final String SET_TOGGLE = "set-toggle";

    private final CacheInstance instance;

    private final TieredCacheManager caches;

    private final CacheAdministration administration;

    private final CacheToggles toggles;

    private final CacheAudit audit;

    /**
     * Create actions.
     * @param instance this instance
     * @param caches the caches
     * @param administration acts on them
     * @param toggles switches them off and on
     * @param audit is told of each action
     */
    public CacheActions(CacheInstance instance, TieredCacheManager caches, CacheAdministration administration,
            CacheToggles toggles, CacheAudit audit) {
        this.instance = instance;
        this.caches = caches;
        this.administration = administration;
        this.toggles = toggles;
        this.audit = audit;
    }

    KeyDescriptor explain(String principal, String cache, @Nullable String key, boolean withValue) {
        String keyText = Inputs.required(KEY, key);
        KeyExplanation explanation = this.administration.explain(known(cache), keyText, withValue);
        if (withValue) {
            this.audit.tell(principal, "show-value", "done",
                    details(cache, null, KEY, CacheAudit.digest(keyText), "count", 1));
        }
        return KeyDescriptor.of(explanation, this.instance.id());
    }

    Done evict(String principal, String cache, @Nullable String key, @Nullable String reach) {
        String keyText = Inputs.required(KEY, key);
        logger.trace("The key to evict from cache '{}' is '{}'", cache, keyText);
        return invalidate(principal, "evict-key", CacheInvalidation.none().keyText(known(cache), keyText),
                Inputs.reach(reach), details(cache, reach, KEY, CacheAudit.digest(keyText), "count", 1));
    }

    Done invalidateTag(String principal, @Nullable String tag, @Nullable String reach) {
        String text = Inputs.required(TAG, tag);
        logger.trace("The tag to invalidate is '{}'", text);
        return invalidate(principal, "invalidate-tag", CacheInvalidation.none().tags(text), Inputs.reach(reach),
                details(null, reach, TAG, CacheAudit.digest(text), "count", 1));
    }

    Done clearCache(String principal, String cache, @Nullable String reach) {
        return invalidate(principal, "clear-cache", CacheInvalidation.none().cache(known(cache)), Inputs.reach(reach),
                details(cache, reach, "count", 1));
    }

    /**
     * Clears all caches.
     * @param namespace the namespace's name, so that nobody clears it by a slip
     */
    Done clearNamespace(String principal, @Nullable String namespace, @Nullable String reach) {
        if (!this.instance.namespace().equals(Inputs.required("namespace", namespace))) {
            throw new IllegalArgumentException(
                    "'namespace' is not the name of this namespace. To clear all of its caches, name it.");
        }
        return invalidate(principal, "clear-namespace", CacheInvalidation.none().wholeNamespace(), Inputs.reach(reach),
                details(null, reach, "count", this.caches.getCacheNames().size()));
    }

    private Done invalidate(String principal, String action, CacheInvalidation targets, Reach reach,
            Map<String, Object> details) {
        return told(principal, action, details, () -> {
            this.administration.invalidate(targets, reach);
            return new Done(action, Inputs.name(reach), reach == Reach.FLEET, true, this.instance.id());
        });
    }

    Done setToggle(String principal, @Nullable String toggle, @Nullable String cache, @Nullable String reach,
            @Nullable String duration, @Nullable String share) {
        CacheToggle kind = Inputs.toggle(toggle);
        if (kind == CacheToggle.AUDIT) {
            return audit(principal, Inputs.share(share), cache, reach, duration);
        }
        if (Inputs.optional(share) != null) {
            throw new IllegalArgumentException("'share' goes with the toggle 'audit' only.");
        }
        String name = cacheOrAll(cache);
        Reach who = Inputs.reach(reach);
        Duration time = Inputs.duration(duration);
        Map<String, Object> details = details(name, reach, "toggle", Inputs.name(kind), "seconds", time.toSeconds());
        return told(principal, SET_TOGGLE, details, () -> {
            this.toggles.set(kind, name, who, time);
            return new Done(SET_TOGGLE, Inputs.name(who), who == Reach.FLEET, true, this.instance.id());
        });
    }

    private Done audit(String principal, double share, @Nullable String cache, @Nullable String reach,
            @Nullable String duration) {
        String name = cacheOrAll(cache);
        Reach who = Inputs.reach(reach);
        Duration time = Inputs.duration(duration);
        Map<String, Object> details = details(name, reach, "toggle", Inputs.name(CacheToggle.AUDIT), "share", share,
                "seconds", time.toSeconds());
        return told(principal, SET_TOGGLE, details, () -> {
            this.toggles.audit(share, name, who, time);
            return new Done(SET_TOGGLE, Inputs.name(who), who == Reach.FLEET, true, this.instance.id());
        });
    }

    Done endToggle(String principal, @Nullable String toggle, @Nullable String cache, @Nullable String reach) {
        CacheToggle kind = Inputs.toggle(toggle);
        String name = cacheOrAll(cache);
        Reach who = Inputs.reach(reach);
        return told(principal, "end-toggle", details(name, reach, "toggle", Inputs.name(kind)), () -> {
            boolean ended = this.toggles.end(kind, name, who);
            return new Done("end-toggle", Inputs.name(who), who == Reach.FLEET, ended, this.instance.id());
        });
    }

    private <T> T told(String principal, String action, Map<String, Object> details, Supplier<T> work) {
        try {
            T done = work.get();
            this.audit.tell(principal, action, "done", details);
            return done;
        }
        catch (L2UnavailableException ex) {
            this.audit.tell(principal, action, "not-acknowledged", details);
            throw ex;
        }
    }

    /**
     * The name of a cache that exists; asking makes none.
     */
    String known(String cache) {
        if (!this.caches.getCacheNames().contains(cache)) {
            throw new UnknownCacheException(cache);
        }
        return cache;
    }

    private @Nullable String cacheOrAll(@Nullable String cache) {
        String name = Inputs.optional(cache);
        return (name != null) ? known(name) : null;
    }

    private static Map<String, Object> details(@Nullable String cache, @Nullable String reach, Object... more) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (cache != null) {
            details.put("cache", cache);
        }
        details.put("reach", Inputs.name(Inputs.reach(reach)));
        for (int i = 0; i < more.length; i += 2) {
            details.put((String) more[i], more[i + 1]);
        }
        return details;
    }

    /**
     * What was done.
     *
     * @param action what
     * @param reach {@code instance} or {@code fleet}
     * @param acknowledged whether Redis acknowledged it; {@code false} where it was not
     * asked
     * @param changed whether anything was changed: {@code false} where there was no such
     * toggle to end
     * @param instance id of the instance that did it
     */
    record Done(String action, String reach, boolean acknowledged, boolean changed,
            String instance) implements OperationResponseBody {

    }

}
