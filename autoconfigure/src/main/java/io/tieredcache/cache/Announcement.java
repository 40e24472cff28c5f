package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AnnouncedInvalidation;

/**
 * An announced invalidation of the calling thread, and those around it.
 */
final class Announcement implements AnnouncedInvalidation {

    private static final ThreadLocal<@Nullable Announcement> CURRENT = new ThreadLocal<>();

    private final @Nullable Announcement outer = CURRENT.get();

    private final CommitEffects effects;

    private final InvalidationTargets targets;

    private final List<String> written = new ArrayList<>(1);

    private Announcement(CommitEffects effects, InvalidationTargets targets) {
        this.effects = effects;
        this.targets = targets;
    }

    static Announcement begin(CommitEffects effects, InvalidationTargets targets) {
        Announcement begun = new Announcement(effects, targets);
        CURRENT.set(begun);
        return begun;
    }

    /**
     * Writes down what the calling thread has announced, within its transaction that is
     * about to commit.
     */
    static void writeDown() {
        for (Announcement each = CURRENT.get(); each != null; each = each.outer) {
            String id = each.effects.writeDown(each.targets);
            if (id != null) {
                each.written.add(id);
            }
        }
    }

    @Override
    public void end(boolean invalidated) {
        if (this.outer != null) {
            CURRENT.set(this.outer);
        }
        else {
            CURRENT.remove();
        }
        // Within a transaction it is noted only, and the transaction may yet roll back.
        if (invalidated && this.effects.transactions().current() == null) {
            this.effects.done(this.written);
        }
    }

}
