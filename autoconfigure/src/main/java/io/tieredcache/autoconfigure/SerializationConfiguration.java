package io.tieredcache.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;
import tools.jackson.dataformat.cbor.CBORMapper;
import tools.jackson.dataformat.smile.SmileMapper;

import io.tieredcache.jackson.JacksonValueSerializer;
import io.tieredcache.type.ValueTypes;

/**
 * Formats of values in L2, and the types that they may have.
 */
@Configuration(proxyBeanMethods = false)
class SerializationConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "tieredCacheJsonSerializer")
    JacksonValueSerializer tieredCacheJsonSerializer() {
        return JacksonValueSerializer.json();
    }

    @Bean
    ValueTypes tieredCacheValueTypes(TieredCacheProperties properties, BeanFactory beanFactory,
            ResourceLoader resourceLoader, JacksonValueSerializer tieredCacheJsonSerializer) {
        List<String> packages = new ArrayList<>(properties.getSerialization().getAllowedPackages());
        if (AutoConfigurationPackages.has(beanFactory)) {
            packages.addAll(AutoConfigurationPackages.get(beanFactory));
        }
        ClassLoader classLoader = resourceLoader.getClassLoader();
        ClassLoader present = (classLoader != null) ? classLoader : ClassUtils.getDefaultClassLoader();
        return new ValueTypes(present, new ApplicationTypeNames(packages, present),
                tieredCacheJsonSerializer::describesSubtypes);
    }

    /**
     * The Smile format.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SmileMapper.class)
    static class SmileConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "tieredCacheSmileSerializer")
        JacksonValueSerializer tieredCacheSmileSerializer() {
            return JacksonValueSerializer.smile();
        }

    }

    /**
     * The CBOR format.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(CBORMapper.class)
    static class CborConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "tieredCacheCborSerializer")
        JacksonValueSerializer tieredCacheCborSerializer() {
            return JacksonValueSerializer.cbor();
        }

    }

}
