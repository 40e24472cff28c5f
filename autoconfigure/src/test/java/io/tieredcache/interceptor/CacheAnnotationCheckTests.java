package io.tieredcache.interceptor;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import javax.tools.ToolProvider;

import io.tieredcache.InvalidCacheAnnotationException;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCacheable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class CacheAnnotationCheckTests {

    @Test
    void lazyBeanIsCheckedWithoutBeingCreated() {
        assertThatExceptionOfType(InvalidCacheAnnotationException.class)
            .isThrownBy(() -> CacheContext.subclassProxies()
                .start((context) -> context.registerBean(BrokenAndUncreatable.class,
                        (definition) -> definition.setLazyInit(true))))
            .withMessage("@TieredCacheable on 'CacheAnnotationCheckTests.BrokenAndUncreatable.find(String)': "
                    + "no cache is named. Set 'cache'.");
    }

    @Test
    void lazyFactoryIsNotCreated() {
        try (CacheContext context = CacheContext.subclassProxies()
            .start((application) -> application.registerBean(UncreatableFactory.class,
                    (definition) -> definition.setLazyInit(true)))) {
            assertThat(context.events()).isEmpty();
        }
    }

    @Test
    void unknownCacheStopsTheStart() {
        CacheContext context = CacheContext.subclassProxies();
        context.caches.declared = Set.of("airports");
        assertThatExceptionOfType(InvalidCacheAnnotationException.class)
            .isThrownBy(() -> context.start((application) -> application.registerBean(Evicting.class)))
            .withMessage("@TieredCacheEvict on 'CacheAnnotationCheckTests.Evicting.delete(String)': "
                    + "the cache 'airprots' is not declared, and caches on demand are switched off. "
                    + "Correct the name, or declare the cache below 'tiered-cache.caches'.");
    }

    @Test
    void unknownDimensionStopsTheStart() {
        assertThatExceptionOfType(InvalidCacheAnnotationException.class)
            .isThrownBy(() -> CacheContext.with(OfTenant.class))
            .withMessage("@InvalidateTags on 'CacheAnnotationCheckTests.OfTenant.delete(String)': "
                    + "'dimensions' has 'tenant', but there is no such KeyDimension bean. "
                    + "Declare a KeyDimension bean whose name() is 'tenant', or correct the name.");
    }

    @Test
    void beanCreatedBeforeTheAdviceIsReported(CapturedOutput output) {
        try (CacheContext context = CacheContext.subclassProxies().start((application) -> {
            application.registerBean(Airports.class);
            application.registerBean(EarlyProcessor.class,
                    () -> new EarlyProcessor(application.getBean(Airports.class)));
        })) {
            context.bean(Airports.class).find("FRA");
            assertThat(context.events()).isEmpty();
            assertThat(output).contains("Cache annotations on bean 'cacheAnnotationCheckTests.Airports'",
                    "have no effect");
        }
    }

    @Test
    void proxiedBeanIsNotReported(CapturedOutput output) {
        try (CacheContext context = CacheContext.with(Airports.class)) {
            context.bean(Airports.class).find("FRA");
            assertThat(context.events()).containsExactly("get airports");
            assertThat(output).doesNotContain("have no effect");
        }
    }

    @Test
    void finalMethodOfSubclassProxyStopsTheStart() {
        assertThatExceptionOfType(InvalidCacheAnnotationException.class)
            .isThrownBy(() -> CacheContext.with(FinalMethodOfInterface.class))
            .withMessage("@TieredCacheable on 'CacheAnnotationCheckTests.FinalMethodOfInterface.find(String)': "
                    + "the method is final, so that the bean's proxy cannot intercept it. "
                    + "Remove 'final' from the method, or let the bean be proxied by its interfaces.");
        try (CacheContext context = CacheContext.interfaceProxies()
            .start((application) -> application.registerBean(FinalMethodOfInterface.class))) {
            context.bean(Lookup.class).find("FRA");
            assertThat(context.events()).containsExactly("get airports");
        }
    }

    @Test
    void missingParameterNamesStopTheStart(@TempDir Path directory) throws Exception {
        Class<?> bean = compileWithoutParameters(directory);
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> CacheContext.with(bean))
            .extracting(NestedExceptionUtils::getRootCause)
            .isInstanceOf(InvalidCacheAnnotationException.class)
            .extracting(Throwable::getMessage)
            .isEqualTo("@TieredCacheable on 'Nameless.find(String)': 'key' is '#code', but the class was compiled "
                    + "without the names of its parameters, so that '#code' is unknown. "
                    + "Compile with '-parameters', or use #p0, #root.");
    }

    private static Class<?> compileWithoutParameters(Path directory) throws IOException, ClassNotFoundException {
        Path source = Files.writeString(directory.resolve("Nameless.java"), """
                public class Nameless {
                    @io.tieredcache.annotation.TieredCacheable(cache = "airports", key = "#code")
                    public String find(String code) {
                        return code;
                    }
                }
                """);
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), source.toString());
        URL[] urls = { directory.toUri().toURL() };
        return new URLClassLoader(urls, CacheAnnotationCheckTests.class.getClassLoader()).loadClass("Nameless");
    }

    static class BrokenAndUncreatable {

        BrokenAndUncreatable() {
            throw new IllegalStateException("must not be created");
        }

        @TieredCacheable
        public String find(String code) {
            return code;
        }

    }

    static class UncreatableFactory implements FactoryBean<Airports> {

        UncreatableFactory() {
            throw new IllegalStateException("must not be created");
        }

        @Override
        public Airports getObject() {
            return new Airports();
        }

        @Override
        public Class<?> getObjectType() {
            return Airports.class;
        }

    }

    static class Evicting {

        @TieredCacheEvict(cache = "airprots", key = "#code")
        public void delete(String code) {
        }

    }

    static class OfTenant {

        @InvalidateTags(tags = "airports", dimensions = "tenant")
        public void delete(String code) {
        }

    }

    static class Airports {

        @TieredCacheable("airports")
        public String find(String code) {
            return code;
        }

    }

    static class EarlyProcessor implements BeanPostProcessor, PriorityOrdered {

        EarlyProcessor(Airports airports) {
            airports.find("FRA");
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean;
        }

        @Override
        public int getOrder() {
            return 0;
        }

    }

    interface Lookup {

        @TieredCacheable("airports")
        String find(String code);

    }

    static class FinalMethodOfInterface implements Lookup {

        @Override
        public final String find(String code) {
            return code;
        }

    }

}
