package io.tieredcache.interceptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

import io.tieredcache.InvalidationRule;
import io.tieredcache.annotation.InvalidateOn;

/**
 * The rules that beans carry as {@link InvalidateOn} annotations.
 *
 * @since 0.1.0
 */
public final class AnnotatedRules {

    private final ConfigurableListableBeanFactory beanFactory;

    private final EventRuleParser parser;

    /**
     * Create the rules.
     * @param beanFactory the beans
     */
    public AnnotatedRules(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        this.parser = new EventRuleParser(new ExpressionCompiler(beanFactory), new CacheBeans(beanFactory));
    }

    /**
     * Reads the annotations of all beans, each class once. Creates no bean but those that
     * an annotation has checked.
     * @return the rules
     * @throws io.tieredcache.InvalidCacheAnnotationException if an annotation cannot work
     */
    public List<InvalidationRule<?>> find() {
        BeanClasses classes = new BeanClasses(this.beanFactory);
        List<InvalidationRule<?>> rules = new ArrayList<>();
        Set<Class<?>> read = new HashSet<>();
        for (String name : this.beanFactory.getBeanDefinitionNames()) {
            Class<?> type = classes.of(name);
            if (type != null && read.add(ClassUtils.getUserClass(type))) {
                addRules(ClassUtils.getUserClass(type), rules);
            }
        }
        return rules;
    }

    private void addRules(Class<?> type, List<InvalidationRule<?>> rules) {
        if (AnnotationUtils.isCandidateClass(type, InvalidateOn.class)) {
            MergedAnnotations.from(type)
                .stream(InvalidateOn.class)
                .map((annotation) -> CacheAnnotation.onEvents(annotation, type, this.beanFactory::resolveEmbeddedValue))
                .map(this.parser::parse)
                .forEach(rules::add);
        }
    }

}
