package io.tieredcache.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.tieredcache.PendingPut;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One side of a race, moved forward step by step.
 */
interface Actor {

    /**
     * The steps, in their order.
     */
    List<Runnable> steps();

    /**
     * Changes the source and invalidates: commit, call.
     */
    static Actor invalidating(RaceWorld world, TestInstance instance, Target target) {
        return () -> List.of(world::commit, () -> {
            int version = world.version();
            instance.invalidator().invalidate(target.invalidation(world.key()));
            world.returned(instance, version);
        });
    }

    /**
     * Writes through: lease, commit, store.
     */
    static Actor putting(RaceWorld world, TestInstance instance) {
        Put put = new Put();
        return () -> List.of(() -> put.pending = world.cache(instance).beginPut(world.key(), Fleet.POLICY),
                () -> put.version = world.commit(), () -> {
                    assertThat(put.pending).isNotNull();
                    put.pending.complete(put.version);
                    world.returned(instance, put.version);
                });
    }

    /**
     * Lets an instance hear of everything that was said so far.
     */
    static Actor hearing(RaceWorld world, TestInstance instance) {
        return () -> List.of(() -> world.deliver(instance));
    }

    /**
     * Loads: look into L2, take the lease, read the source, store.
     */
    static Actor loading(RaceWorld world, TestInstance instance, Target target) {
        Load load = new Load(world, instance);
        return () -> List.of(() -> {
            instance.l2().before(Step.LEASE, load.beforeLease::pass);
            load.start(target);
            load.beforeLease.awaitReachedOr(load.result);
        }, () -> {
            load.beforeLease.open();
            load.beforeRead.awaitReachedOr(load.result);
        }, load::read, load::end);
    }

    /**
     * Loads: prepare, read the source, store.
     */
    static Actor loadingInThree(RaceWorld world, TestInstance instance, Target target) {
        Load load = new Load(world, instance);
        return () -> List.of(() -> {
            load.start(target);
            load.beforeRead.awaitReachedOr(load.result);
        }, load::read, load::end);
    }

    /**
     * State of a put under way.
     */
    final class Put {

        private @Nullable PendingPut pending;

        private int version;

    }

    /**
     * State of a load under way.
     */
    final class Load {

        private final Gate beforeLease = new Gate();

        private final Gate beforeRead = new Gate();

        private final Gate afterRead = new Gate();

        private final RaceWorld world;

        private final TestInstance instance;

        private CompletableFuture<Integer> result = new CompletableFuture<>();

        private int required;

        private Load(RaceWorld world, TestInstance instance) {
            this.world = world;
            this.instance = instance;
        }

        private void start(Target target) {
            this.required = this.world.required(this.instance);
            this.result = this.world.startRead(this.instance, target.policy(), this.beforeRead, this.afterRead);
        }

        private void read() {
            this.beforeRead.open();
            this.afterRead.awaitReachedOr(this.result);
        }

        private void end() {
            this.afterRead.open();
            assertThat(this.result).succeedsWithin(Fleet.PATIENCE)
                .satisfies((value) -> assertThat(value).isGreaterThanOrEqualTo(this.required));
            this.instance.l2().clearHooks();
            this.world.awaitQuiet(this.instance);
        }

    }

}
