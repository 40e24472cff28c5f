package io.tieredcache.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.tieredcache.InvalidTieredCacheConfigurationException;

class InvalidTieredCacheConfigurationFailureAnalyzer
        extends AbstractFailureAnalyzer<InvalidTieredCacheConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidTieredCacheConfigurationException cause) {
        return new FailureAnalysis(cause.getDescription(), cause.getAction(), cause);
    }

}
