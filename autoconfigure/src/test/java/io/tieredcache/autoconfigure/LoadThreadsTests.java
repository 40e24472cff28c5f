package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Where background loads run, with what context, and how they end.
 */
@Timeout(60)
class LoadThreadsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch release = new CountDownLatch(1);

    private final List<LoadThreads> made = new ArrayList<>();

    @AfterEach
    void stopAll() {
        this.release.countDown();
        this.made.forEach(LoadThreads::stop);
    }

    @Test
    void loadsRunOnNamedDaemonThreads() {
        assertThat(threadOfALoad(threads(1, 1, PATIENCE))).matches(Thread::isDaemon)
            .extracting(Thread::getName)
            .asString()
            .matches("tiered-cache-load-\\d+");
    }

    @Test
    void threadsKeepTheClassLoaderOfTheStart() {
        LoadThreads threads = threads(1, 1, PATIENCE);
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        caller.setContextClassLoader(new FilteredClassLoader("none"));
        try {
            assertThat(threadOfALoad(threads).getContextClassLoader()).isSameAs(before);
        }
        finally {
            caller.setContextClassLoader(before);
        }
    }

    @Test
    void failedLoadLeavesTheThreadsUsable() {
        LoadThreads threads = threads(1, 1, PATIENCE);
        CompletableFuture<Thread> failing = new CompletableFuture<>();
        threads.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> failing.complete(thread));
            throw new IllegalStateException("source is down");
        });
        assertThat(failing).succeedsWithin(PATIENCE);
        assertThat(threadOfALoad(threads)).isNotSameAs(Thread.currentThread());
    }

    private LoadThreads threads(int threads, int queue, Duration shutdownTimeout) {
        TieredCacheProperties.Load properties = new TieredCacheProperties.Load();
        properties.setThreads(threads);
        properties.setQueue(queue);
        properties.setShutdownTimeout(shutdownTimeout);
        LoadThreads result = new LoadThreads(properties, false, (load) -> load);
        this.made.add(result);
        return result;
    }

    private CountDownLatch occupy(LoadThreads threads, int loads) {
        CountDownLatch begun = new CountDownLatch(loads);
        for (int i = 0; i < loads; i++) {
            threads.execute(() -> {
                begun.countDown();
                awaitLatch(this.release);
            });
        }
        return begun;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread threadOfALoad(LoadThreads threads) {
        return inALoad(threads, Thread::currentThread);
    }

    private static <T> T inALoad(LoadThreads threads, Supplier<T> load) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> result.complete(load.get()));
        assertThat(result).succeedsWithin(PATIENCE);
        return result.join();
    }

    @Nested
    class Bounds {

        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void loadsWaitOnceAllThreadsLoad(boolean virtual) {
            runner(virtual).run((context) -> {
                LoadThreads threads = context.getBean(LoadThreads.class);
                awaitLatch(occupy(threads, 3));
                CompletableFuture<Thread> waiting = new CompletableFuture<>();
                threads.execute(() -> waiting.complete(Thread.currentThread()));
                assertThat(waiting).isNotDone();
                LoadThreadsTests.this.release.countDown();
                assertThat(waiting).succeedsWithin(PATIENCE).isNotSameAs(Thread.currentThread());
            });
        }

        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void loadsThatDoNotFitRunOnTheCaller(boolean virtual) {
            runner(virtual).run((context) -> {
                LoadThreads threads = context.getBean(LoadThreads.class);
                awaitLatch(occupy(threads, 3));
                CountDownLatch waiting = occupy(threads, 2);
                assertThat(threadOfALoad(threads)).isSameAs(Thread.currentThread());
                assertThat(waiting.getCount()).isEqualTo(2);
                LoadThreadsTests.this.release.countDown();
                awaitLatch(waiting);
            });
        }

        private ApplicationContextRunner runner(boolean virtual) {
            return CacheContexts.runner()
                .withPropertyValues("tiered-cache.load.threads=3", "tiered-cache.load.queue=2",
                        "spring.threads.virtual.enabled=" + virtual);
        }

    }

    @Nested
    class Context {

        private final ThreadLocal<String> tenant = new ThreadLocal<>();

        private final ApplicationContextRunner contextRunner = CacheContexts.runner()
            .withPropertyValues("tiered-cache.load.threads=1");

        @BeforeEach
        void register() {
            ContextRegistry.getInstance().registerThreadLocalAccessor(new TenantAccessor(this.tenant));
        }

        @AfterEach
        void remove() {
            ContextRegistry.getInstance().removeThreadLocalAccessor(TenantAccessor.KEY);
            this.tenant.remove();
        }

        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void ofTheCallerIsThatOfTheLoad(boolean virtual) {
            this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
                .run((context) -> assertThat(tenantInALoad(context, "acme")).isEqualTo("acme"));
        }

        @Test
        void isThatOfTheMomentOfTheCall() {
            this.contextRunner.run((context) -> {
                LoadThreads threads = context.getBean(LoadThreads.class);
                awaitLatch(occupy(threads, 1));
                CompletableFuture<String> seen = new CompletableFuture<>();
                this.tenant.set("acme");
                threads.execute(() -> seen.complete(this.tenant.get()));
                this.tenant.set("other");
                LoadThreadsTests.this.release.countDown();
                assertThat(seen).succeedsWithin(PATIENCE).isEqualTo("acme");
            });
        }

        @Test
        void doesNotStayForTheNextLoad() {
            this.contextRunner.run((context) -> {
                assertThat(tenantInALoad(context, "acme")).isEqualTo("acme");
                assertThat(tenantInALoad(context, null)).isEqualTo("none");
            });
        }

        @ParameterizedTest
        @ValueSource(booleans = { false, true })
        void thatIsOnlyInheritableIsNotInherited(boolean virtual) {
            InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();
            inheritable.set("acme");
            try {
                this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
                    .run((context) -> assertThat(
                            inALoad(context.getBean(LoadThreads.class), () -> String.valueOf(inheritable.get())))
                        .isEqualTo("null"));
            }
            finally {
                inheritable.remove();
            }
        }

        @Test
        void isLeftBehindWithoutTheLibrary() {
            this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer.context")).run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(tenantInALoad(context, "acme")).isEqualTo("none");
            });
        }

        private String tenantInALoad(AssertableApplicationContext context, @Nullable String current) {
            this.tenant.set(current);
            return inALoad(context.getBean(LoadThreads.class),
                    () -> (this.tenant.get() != null) ? this.tenant.get() : "none");
        }

    }

    @Nested
    class VirtualThreads {

        @Test
        void areUsedWhereBootUsesThem() {
            CacheContexts.runner().withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
                Thread thread = threadOfALoad(context.getBean(LoadThreads.class));
                assertThat(isVirtual(thread)).isEqualTo(Runtime.version().feature() >= 21);
                assertThat(thread.getName()).matches("tiered-cache-load-\\d+");
            });
        }

        @Test
        void areNotUsedOtherwise() {
            CacheContexts.runner()
                .run((context) -> assertThat(isVirtual(threadOfALoad(context.getBean(LoadThreads.class)))).isFalse());
        }

        private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
            return Runtime.version().feature() >= 21 && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        }

    }

    @Nested
    @ExtendWith(OutputCaptureExtension.class)
    class Stop {

        @Test
        void waitsForLoadsInFlightAndWaiting(CapturedOutput output) {
            LoadThreads threads = threads(1, 1, PATIENCE);
            awaitLatch(occupy(threads, 1));
            CountDownLatch waiting = occupy(threads, 1);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(threads::stop);
            await().atMost(PATIENCE).until(() -> !threads.isRunning());
            assertThat(stopped).isNotDone();
            LoadThreadsTests.this.release.countDown();
            assertThat(stopped).succeedsWithin(PATIENCE);
            assertThat(waiting.getCount()).isZero();
            assertThat(output).doesNotContain("background loads");
        }

        @Test
        void givesUpAfterTheTimeout(CapturedOutput output) {
            LoadThreads threads = threads(2, 3, Duration.ofMillis(50));
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            awaitLatch(occupy(threads, 1));
            CountDownLatch begun = new CountDownLatch(1);
            threads.execute(() -> {
                begun.countDown();
                awaitLatch(LoadThreadsTests.this.release);
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            awaitLatch(begun);
            CountDownLatch waiting = occupy(threads, 3);
            threads.stop();
            assertThat(output).containsOnlyOnce("WARN")
                .contains("gave up 5 background loads, 2 of them begun")
                .contains("now 50ms.");
            assertThat(interrupted).succeedsWithin(PATIENCE).isEqualTo(true);
            assertThat(waiting.getCount()).isEqualTo(3);
        }

        @Test
        void withoutLoadsIsQuietEvenIfItDoesNotWait(CapturedOutput output) {
            LoadThreads threads = threads(1, 1, Duration.ZERO);
            threadOfALoad(threads);
            await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threads).extracting("executor.activeCount").isEqualTo(0));
            threads.stop();
            assertThat(output).doesNotContain("background loads");
        }

        @Test
        void endsEarlyWhenInterrupted() {
            LoadThreads threads = threads(1, 1, PATIENCE);
            awaitLatch(occupy(threads, 1));
            Thread.currentThread().interrupt();
            threads.stop();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(threads.isRunning()).isFalse();
        }

        @Test
        void sendsLaterLoadsToTheCaller() {
            LoadThreads threads = threads(1, 1, PATIENCE);
            threads.stop();
            assertThat(threads.isRunning()).isFalse();
            assertThat(threadOfALoad(threads)).isSameAs(Thread.currentThread());
        }

        @Test
        void isUndoneByAStart() throws Exception {
            LoadThreads threads = threads(1, 1, PATIENCE);
            threads.stop();
            threads.start();
            assertThat(threads.isRunning()).isTrue();
            assertThat(threadOfALoad(threads)).isNotSameAs(Thread.currentThread());
            assertThat(threads.timer().submit(() -> "ticked").get(20, TimeUnit.SECONDS)).isEqualTo("ticked");
        }

        @Test
        void ofTheContextIsUndoneByItsStart() {
            CacheContexts.runner().run((context) -> {
                LoadThreads threads = context.getBean(LoadThreads.class);
                context.getSourceApplicationContext().stop();
                assertThat(threads.isRunning()).isFalse();
                context.getSourceApplicationContext().start();
                assertThat(threads.isRunning()).isTrue();
                assertThat(threadOfALoad(threads)).isNotSameAs(Thread.currentThread());
            });
        }

        @Test
        void comesAfterWebServersAndBeforeTheChannelAndTheConnections() {
            CacheContexts.runner()
                .run((context) -> assertThat(context.getBean(LoadThreads.class).getPhase())
                    .isLessThan(SmartLifecycle.DEFAULT_PHASE - 2048)
                    .isGreaterThan(channelOf(context).getPhase())
                    .isGreaterThan(context.getBean(LettuceConnectionFactory.class).getPhase()));
        }

        private static PhasedLifecycle channelOf(ApplicationContext context) {
            return context.getBean("tieredCacheInvalidationChannelLifecycle", PhasedLifecycle.class);
        }

        @Test
        void leavesLoadsInFlightTheChannelAndTheConnections() {
            CompletableFuture<List<Boolean>> running = new CompletableFuture<>();
            CacheContexts.runner().run((context) -> {
                LoadThreads threads = context.getBean(LoadThreads.class);
                PhasedLifecycle channel = channelOf(context);
                LettuceConnectionFactory connections = context.getBean(LettuceConnectionFactory.class);
                threads.execute(() -> {
                    await().atMost(PATIENCE).until(() -> !threads.isRunning());
                    running.complete(List.of(channel.isRunning(), connections.isRunning()));
                });
            });
            assertThat(running).isCompletedWithValue(List.of(true, true));
        }

        @Test
        void happensWhereTheContextFailsBeforeItStarts() {
            List<LoadThreads> found = new ArrayList<>();
            CacheContexts.runner().withBean(SmartInitializingSingleton.class, () -> () -> {
                throw new IllegalStateException("no start");
            })
                .withInitializer((context) -> context.getBeanFactory().addBeanPostProcessor(new Collector(found)))
                .run((context) -> assertThat(context).hasFailed());
            assertThat(found).singleElement().matches((threads) -> !threads.isRunning());
        }

    }

    @Nested
    class Timer {

        @Test
        void ticksOnOneNamedDaemonThread() {
            LoadThreads threads = threads(1, 1, PATIENCE);
            CompletableFuture<Thread> ticked = new CompletableFuture<>();
            threads.timer().execute(() -> ticked.complete(Thread.currentThread()));
            assertThat(ticked).succeedsWithin(PATIENCE)
                .matches(Thread::isDaemon)
                .extracting(Thread::getName)
                .isEqualTo("tiered-cache-timer");
        }

        @Test
        void forgetsWhatIsCancelled() {
            ScheduledThreadPoolExecutor timer = (ScheduledThreadPoolExecutor) threads(1, 1, PATIENCE).timer();
            timer.schedule(() -> {
            }, 1, TimeUnit.HOURS).cancel(false);
            assertThat(timer.getQueue()).isEmpty();
            assertThat(timer.getCorePoolSize()).isOne();
        }

        @Test
        void ticksWhileTheStopWaits() {
            LoadThreads threads = threads(1, 1, PATIENCE);
            awaitLatch(occupy(threads, 1));
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(threads::stop);
            await().atMost(PATIENCE).until(() -> !threads.isRunning());
            threads.timer().execute(LoadThreadsTests.this.release::countDown);
            assertThat(stopped).succeedsWithin(PATIENCE);
        }

        @Test
        void endsWithTheStop() {
            LoadThreads threads = threads(1, 1, PATIENCE);
            Future<?> later = threads.timer().schedule(() -> {
            }, 1, TimeUnit.HOURS);
            threads.stop();
            await().atMost(PATIENCE).until(() -> threads.timer().isTerminated());
            assertThat(later).isNotDone();
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> threads.timer().execute(() -> {
            }));
        }

        @Test
        void isNoBeanOfTheApplication() {
            CacheContexts.runner()
                .run((context) -> assertThat(context).hasSingleBean(LoadThreads.class).doesNotHaveBean(Executor.class));
        }

    }

    private record TenantAccessor(ThreadLocal<String> tenant) implements ThreadLocalAccessor<String> {

        private static final String KEY = TenantAccessor.class.getName();

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public @Nullable String getValue() {
            return this.tenant.get();
        }

        @Override
        public void setValue(String value) {
            this.tenant.set(value);
        }

        @Override
        public void setValue() {
            this.tenant.remove();
        }

    }

    private record Collector(List<LoadThreads> found) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof LoadThreads threads) {
                this.found.add(threads);
            }
            return bean;
        }

    }

}
