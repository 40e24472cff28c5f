package io.tieredcache.benchmarks.harness;

import java.util.Map;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.Assert;

import io.tieredcache.benchmarks.peer.Contexts;

/**
 * A process that starts one application with many cached methods, and says how long that
 * took and how long it took to the second answer of one of them, which is the first hit.
 */
final class StartProbe {

    private static final Map<String, Probe> PROBES = Map.of("none", new Probe(Plain.class, TenMethods.Tiered.class),
            "tiered", new Probe(Tiered.class, TenMethods.Tiered.class), "spring",
            new Probe(Spring.class, TenMethods.Spring.class));

    private StartProbe() {
    }

    /**
     * Starts the application.
     * @param arguments who caches, and how many classes of ten methods there are
     */
    public static void main(String[] arguments) {
        Probe probe = PROBES.get(arguments[0]);
        Assert.notNull(probe, "There is no such probe");
        int classes = Integer.parseInt(arguments[1]);
        Class<?>[] services = new Class<?>[classes];
        for (int i = 0; i < classes; i++) {
            services[i] = copy(probe.template(), i);
        }
        long begun = System.nanoTime();
        try (ConfigurableApplicationContext context = Contexts.start(probe.application(),
                (started) -> register(started, services))) {
            long started = System.nanoTime();
            Object service = context.getBean("service0");
            for (int i = 0; i < 2; i++) {
                call(service);
            }
            long hit = System.nanoTime();
            System.out.println("%s %d %d".formatted(StartProbe.class.getSimpleName(), (started - begun) / 1_000,
                    (hit - started) / 1_000));
        }
    }

    private static Class<?> copy(Class<?> template, int number) {
        return new ByteBuddy().redefine(template, ClassFileLocator.ForClassLoader.ofSystemLoader())
            .name(template.getName() + "Copy" + number)
            .make()
            .load(StartProbe.class.getClassLoader(), ClassLoadingStrategy.Default.INJECTION)
            .getLoaded();
    }

    private static void register(GenericApplicationContext context, Class<?>[] services) {
        for (int i = 0; i < services.length; i++) {
            context.registerBean("service" + i, services[i]);
        }
    }

    private static void call(Object service) {
        try {
            service.getClass().getMethod("one", long.class).invoke(service, 42L);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private record Probe(Class<?> application, Class<?> template) {

    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "io.tieredcache.autoconfigure.TieredCacheAutoConfiguration")
    static class Plain {

    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Tiered {

    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "io.tieredcache.autoconfigure.TieredCacheAutoConfiguration")
    @EnableCaching
    static class Spring {

        @Bean
        static CaffeineCacheManager cacheManager() {
            return new CaffeineCacheManager();
        }

    }

}
