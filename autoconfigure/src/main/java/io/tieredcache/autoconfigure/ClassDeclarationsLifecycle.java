package io.tieredcache.autoconfigure;

import org.springframework.context.SmartLifecycle;

import io.tieredcache.cache.ClassDeclarations;

/**
 * Compares the classes of the caches with those of the other instances before the
 * application serves; started after the channel and stopped before it.
 */
final class ClassDeclarationsLifecycle implements SmartLifecycle {

    private final ClassDeclarations declarations;

    private volatile boolean running;

    ClassDeclarationsLifecycle(ClassDeclarations declarations) {
        this.declarations = declarations;
    }

    @Override
    public void start() {
        this.declarations.start();
        this.running = true;
    }

    @Override
    public void stop() {
        this.running = false;
        this.declarations.stop();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return InvalidationChannelLifecycle.PHASE + 1;
    }

}
