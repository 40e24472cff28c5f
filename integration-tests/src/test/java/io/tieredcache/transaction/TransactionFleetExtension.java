package io.tieredcache.transaction;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all tests of the build the same fleet, and closes it after the last of them.
 */
final class TransactionFleetExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TransactionFleet.class;
    }

    @Override
    public TransactionFleet resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
            .getStore(Namespace.create(TransactionFleetExtension.class))
            .computeIfAbsent(TransactionFleet.class, (key) -> new TransactionFleet(), TransactionFleet.class);
    }

}
