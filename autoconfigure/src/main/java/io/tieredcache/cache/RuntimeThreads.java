package io.tieredcache.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * What runs beside the callers.
 *
 * @param work runs what asynchronous callers do not wait for
 * @param loads runs loads that no caller runs
 * @param timer gives what starts things later; nothing that it runs takes long
 */
public record RuntimeThreads(Executor work, Executor loads, Supplier<ScheduledExecutorService> timer) {

}
