package io.tieredcache.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring Boot finds of us, and in which order.
 */
class AutoConfigurationRegistrationTests {

    private final ClassLoader classLoader = getClass().getClassLoader();

    @Test
    void everyAutoConfigurationIsRegistered() {
        List<String> classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(getClass().getPackageName())
            .stream()
            .filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
            .map(JavaClass::getName)
            .toList();
        assertThat(registered()).containsExactlyInAnyOrderElementsOf(classes);
    }

    @Test
    void namesInOrdersExist() throws Exception {
        List<String> names = new ArrayList<>();
        for (String registered : registered()) {
            AutoConfiguration annotation = Class.forName(registered).getAnnotation(AutoConfiguration.class);
            names.addAll(Arrays.asList(annotation.afterName()));
            names.addAll(Arrays.asList(annotation.beforeName()));
            for (Class<?> other : annotation.after()) {
                names.add(other.getName());
            }
            for (Class<?> other : annotation.before()) {
                names.add(other.getName());
            }
        }
        assertThat(names).isNotEmpty().allMatch((name) -> ClassUtils.isPresent(name, this.classLoader));
    }

    @Test
    void cacheComesAfterRedisAndBeforeBootsCaches() {
        assertThat(Configurations.getClasses(AutoConfigurations.of(CacheAutoConfiguration.class,
                TieredCacheAutoConfiguration.class, DataRedisAutoConfiguration.class)))
            .containsSubsequence(DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class,
                    CacheAutoConfiguration.class);
    }

    private List<String> registered() {
        return ImportCandidates.load(AutoConfiguration.class, this.classLoader)
            .getCandidates()
            .stream()
            .filter((name) -> name.startsWith("io.tieredcache."))
            .toList();
    }

}
