package io.tieredcache.transaction;

import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Makes the transaction managers of the application tell of each transaction that begins.
 *
 * @since 0.1.0
 */
public final class TransactionListenerRegistrar implements BeanPostProcessor {

    private final Supplier<? extends TransactionExecutionListener> listener;

    /**
     * Create a registrar.
     * @param listener gives who is told
     */
    public TransactionListenerRegistrar(Supplier<? extends TransactionExecutionListener> listener) {
        this.listener = listener;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof PlatformTransactionManager && bean instanceof ConfigurableTransactionManager manager) {
            manager.addListener(this.listener.get());
        }
        return bean;
    }

}
