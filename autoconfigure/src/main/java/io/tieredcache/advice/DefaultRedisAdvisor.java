package io.tieredcache.advice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.RedisAdvice;
import io.tieredcache.RedisAdvice.Severity;
import io.tieredcache.RedisAdvisor;
import io.tieredcache.store.RedisFacts;
import io.tieredcache.store.RedisInspector;

/**
 * Looks at each Redis, at the start and from time to time, and remembers what was found.
 */
public final class DefaultRedisAdvisor implements RedisAdvisor {

    private static final Logger logger = LoggerFactory.getLogger(DefaultRedisAdvisor.class);

    private static final Duration RETRY = Duration.ofMinutes(1);

    private static final Comparator<RedisAdvice> WORST_FIRST = Comparator.comparing(RedisAdvice::severity)
        .reversed()
        .thenComparing(RedisAdvice::redis)
        .thenComparing((advice) -> Objects.requireNonNullElse(advice.node(), ""))
        .thenComparing(RedisAdvice::code);

    private final List<RedisInspector> inspectors;

    private final Function<String, RedisUse> uses;

    private final Clock clock;

    /** Guards the findings by Redis, and keeps looks apart. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, List<RedisAdvice>> findings = new LinkedHashMap<>();

    private volatile List<RedisAdvice> advice = List.of();

    private volatile @Nullable Instant lookedAt;

    private volatile @Nullable ScheduledThreadPoolExecutor executor;

    /**
     * Create an advisor.
     * @param inspectors one for each Redis
     * @param uses tells what a Redis is used for, by its name
     * @param clock tells when a look was
     */
    public DefaultRedisAdvisor(Collection<? extends RedisInspector> inspectors, Function<String, RedisUse> uses,
            Clock clock) {
        this.inspectors = List.copyOf(inspectors);
        this.uses = uses;
        this.clock = clock;
    }

    /**
     * Looks at once, and then again and again; where a Redis does not answer, sooner.
     * @param threads gives the thread that looks
     * @param interval time between two looks
     */
    public void start(ThreadFactory threads, Duration interval) {
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, threads);
        started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.executor = started;
        schedule(started, Duration.ZERO, interval);
    }

    private void schedule(ScheduledThreadPoolExecutor looking, Duration delay, Duration interval) {
        try {
            var unused = looking.schedule(() -> {
                boolean complete = lookSafely();
                boolean soon = !complete && RETRY.compareTo(interval) < 0;
                schedule(looking, soon ? RETRY : interval, interval);
            }, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (RejectedExecutionException ex) {
            logger.trace("The advisor is stopping", ex);
        }
    }

    private boolean lookSafely() {
        try {
            return lookAtAll();
        }
        catch (RuntimeException ex) {
            logger.warn("The advisor failed ({}); it will look again", ex.getClass().getName());
            logger.debug("Why the advisor failed", ex);
            return false;
        }
    }

    /**
     * Ends the looks.
     */
    public void stop() {
        ScheduledThreadPoolExecutor running = this.executor;
        this.executor = null;
        if (running == null) {
            return;
        }
        running.shutdownNow();
        try {
            running.awaitTermination(5, TimeUnit.SECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<RedisAdvice> advice() {
        return this.advice;
    }

    @Override
    public @Nullable Instant lookedAt() {
        return this.lookedAt;
    }

    @Override
    public List<RedisAdvice> look() {
        lookAtAll();
        return this.advice;
    }

    private boolean lookAtAll() {
        this.lock.lock();
        try {
            boolean complete = true;
            for (RedisInspector inspector : this.inspectors) {
                complete &= lookAt(inspector);
            }
            if (complete) {
                this.lookedAt = this.clock.instant();
            }
            tellChanges();
            return complete;
        }
        finally {
            this.lock.unlock();
        }
    }

    private boolean lookAt(RedisInspector inspector) {
        List<RedisFacts> facts;
        try {
            facts = inspector.inspect().get();
        }
        catch (ExecutionException ex) {
            logger.debug("Redis '{}' could not be looked at", inspector.name(), ex);
            return false;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
        RedisUse use = this.uses.apply(inspector.name());
        List<RedisAdvice> found = new ArrayList<>();
        facts.forEach((one) -> found.addAll(RedisJudge.judge(inspector.name(), one, use)));
        this.findings.put(inspector.name(), found);
        return true;
    }

    private void tellChanges() {
        List<RedisAdvice> before = this.advice;
        List<RedisAdvice> now = this.findings.values().stream().flatMap(List::stream).sorted(WORST_FIRST).toList();
        this.advice = now;
        now.stream().filter((one) -> !isIn(one, before)).forEach(DefaultRedisAdvisor::tell);
        before.stream()
            .filter((one) -> !isIn(one, now))
            .forEach((one) -> logger.info("Redis '{}': {} is no longer the case", place(one), one.code()));
    }

    private static void tell(RedisAdvice one) {
        if (one.severity() == Severity.INFO) {
            logger.info("Redis '{}': {} {} ({})", place(one), one.message(), one.action(), one.code());
        }
        else {
            logger.warn("Redis '{}': {} {} ({})", place(one), one.message(), one.action(), one.code());
        }
    }

    private static String place(RedisAdvice one) {
        return (one.node() != null) ? one.redis() + "/" + one.node() : one.redis();
    }

    /**
     * Whether a finding is among others, with numbers that may have changed.
     */
    private static boolean isIn(RedisAdvice one, List<RedisAdvice> others) {
        return others.stream()
            .anyMatch((other) -> other.code() == one.code() && other.severity() == one.severity()
                    && place(other).equals(place(one)));
    }

    @Override
    public Map<String, Boolean> reachable() {
        Map<String, CompletableFuture<?>> asked = new LinkedHashMap<>();
        this.inspectors.forEach((inspector) -> asked.put(inspector.name(), inspector.ping()));
        Map<String, Boolean> answers = new LinkedHashMap<>();
        asked.forEach((name, answer) -> answers.put(name, isAnswered(answer)));
        return answers;
    }

    private static boolean isAnswered(CompletableFuture<?> answer) {
        try {
            answer.join();
            return true;
        }
        catch (CompletionException ex) {
            return false;
        }
    }

}
