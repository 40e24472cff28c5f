package io.tieredcache.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

import io.tieredcache.store.Fence;
import io.tieredcache.store.FenceTable;

/**
 * Fences in a bounded Caffeine cache. The eviction listener runs inside of the eviction,
 * so that a fence is dead before its name can be given to another one.
 */
final class CaffeineFenceTable implements FenceTable {

    private final Cache<String, Fence> fences;

    CaffeineFenceTable(long maximumSize) {
        this.fences = Caffeine.newBuilder()
            .maximumSize(maximumSize)
            .executor(Runnable::run)
            .evictionListener((@Nullable String name, @Nullable Fence fence, RemovalCause cause) -> {
                if (fence != null) {
                    fence.kill();
                }
            })
            .build();
    }

    @Override
    public Fence fence(String name) {
        return this.fences.get(name, (missing) -> new Fence());
    }

    @Override
    public @Nullable Fence peek(String name) {
        return this.fences.getIfPresent(name);
    }

    @Override
    public void kill(String name) {
        this.fences.asMap().computeIfPresent(name, (key, fence) -> {
            fence.kill();
            return null;
        });
    }

    @Override
    public void killAll() {
        // A fence made meanwhile is asked from Redis after this moment and may stay.
        this.fences.asMap().keySet().forEach(this::kill);
    }

    @Override
    public long size() {
        return this.fences.estimatedSize();
    }

}
