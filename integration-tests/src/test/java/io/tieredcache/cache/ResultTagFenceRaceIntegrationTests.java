package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A tag that only the loaded value tells: the load asks Redis for its fence, or makes it,
 * when it ends. An invalidation of the tag may come at any moment of that.
 */
class ResultTagFenceRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    static Stream<Arguments> moments() {
        return Stream.of(false, true)
            .flatMap((fenceExists) -> Stream.of(false, true).map((answered) -> Arguments.of(fenceExists, answered)));
    }

    /**
     * B hears of the invalidation before it has the answer about the fence, which names
     * the number from before, or the one that the invalidation gave.
     */
    @ParameterizedTest(name = "fence exists: {0}, answer under way: {1}")
    @MethodSource("moments")
    void messageThatOvertakesTheAnswerIsKept(boolean fenceExists, boolean answered) {
        int before = makeFence(fenceExists);
        Gate gate = stopBeforeFenceIsKnown(answered);
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, Target.RESULT_TAG.policy());
        this.fleet.source().update();
        Target.RESULT_TAG.invalidateOn(this.a);
        Fleet.deliver(this.b, before + 1);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.b, Target.RESULT_TAG.policy());
        this.fleet.assertFresh(this.a, Target.RESULT_TAG.policy());
    }

    /**
     * The other order: the message comes last.
     */
    @ParameterizedTest(name = "fence exists: {0}, answer under way: {1}")
    @MethodSource("moments")
    void answerThatOvertakesTheMessageIsKept(boolean fenceExists, boolean answered) {
        int before = makeFence(fenceExists);
        this.b.bus().hold();
        Gate gate = stopBeforeFenceIsKnown(answered);
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, Target.RESULT_TAG.policy());
        this.fleet.source().update();
        Target.RESULT_TAG.invalidateOn(this.a);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.a, Target.RESULT_TAG.policy());
        Fleet.deliver(this.b, before + 1);
        this.fleet.assertFresh(this.b, Target.RESULT_TAG.policy());
    }

    /**
     * Makes the tag's fence in Redis, so that B still does not know it.
     * @return the messages that B has applied
     */
    private int makeFence(boolean wanted) {
        if (!wanted) {
            return 0;
        }
        this.fleet.read(this.a, Target.RESULT_TAG.policy());
        Fleet.awaitFills(this.a, 1);
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        Fleet.deliver(this.b, 1);
        return 1;
    }

    private Gate stopBeforeFenceIsKnown(boolean answered) {
        Gate gate = new Gate();
        if (answered) {
            this.b.l2().after(Step.ENSURE_FENCES, gate::pass);
        }
        else {
            this.b.l2().before(Step.ENSURE_FENCES, gate::pass);
        }
        return gate;
    }

}
