package io.tieredcache.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * Names of the classes in the application's own packages, found by looking at the class
 * path and not by loading anything. Only values of these classes, beside those of the
 * JDK, may be stored without a declared type.
 */
final class ApplicationTypeNames implements Supplier<Set<String>> {

    private final Set<String> packages;

    private final @Nullable ClassLoader classLoader;

    ApplicationTypeNames(Collection<String> packages, @Nullable ClassLoader classLoader) {
        this.packages = new LinkedHashSet<>(packages);
        this.classLoader = classLoader;
    }

    @Override
    public Set<String> get() {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(this.classLoader);
        CachingMetadataReaderFactory readers = new CachingMetadataReaderFactory(this.classLoader);
        Set<String> names = new HashSet<>();
        for (String name : this.packages) {
            String pattern = "classpath*:" + ClassUtils.convertClassNameToResourcePath(name) + "/**/*.class";
            try {
                for (Resource resource : resolver.getResources(pattern)) {
                    names.add(readers.getMetadataReader(resource).getClassMetadata().getClassName());
                }
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
        return names;
    }

}
