package io.tieredcache.redis;

import java.time.Duration;
import java.util.Optional;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * Makes connection factories to the same Redis that read from other nodes.
 */
final class ReadFromFactory {

    private ReadFromFactory() {
    }

    /**
     * Whether what a factory's connections read comes from the primary.
     */
    static boolean readsFromMaster(LettuceConnectionFactory factory) {
        return factory.getClientConfiguration()
            .getReadFrom()
            .map((from) -> from == ReadFrom.UPSTREAM || from == ReadFrom.MASTER)
            .orElse(true);
    }

    /**
     * Makes a factory, to be destroyed by the caller. It connects to nothing yet.
     * @param template a factory for the same Redis
     * @param from where to read, {@code null} for the primary
     */
    static LettuceConnectionFactory create(LettuceConnectionFactory template, @Nullable ReadFrom from) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration(template),
                new Configuration(template.getClientConfiguration(), from));
        factory.setEarlyStartup(false);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    private static RedisConfiguration configuration(LettuceConnectionFactory template) {
        RedisConfiguration cluster = template.getClusterConfiguration();
        RedisConfiguration sentinel = template.getSentinelConfiguration();
        RedisConfiguration socket = template.getSocketConfiguration();
        return (cluster != null) ? cluster
                : (sentinel != null) ? sentinel : (socket != null) ? socket : template.getStandaloneConfiguration();
    }

    private record Configuration(LettuceClientConfiguration template,
            @Nullable ReadFrom from) implements LettuceClientConfiguration {

        @Override
        public boolean isUseSsl() {
            return this.template.isUseSsl();
        }

        @Override
        @SuppressWarnings("deprecation")
        public boolean isVerifyPeer() {
            return this.template.isVerifyPeer();
        }

        @Override
        public SslVerifyMode getVerifyMode() {
            return this.template.getVerifyMode();
        }

        @Override
        public boolean isStartTls() {
            return this.template.isStartTls();
        }

        @Override
        public Optional<ClientResources> getClientResources() {
            return this.template.getClientResources();
        }

        @Override
        public Optional<ClientOptions> getClientOptions() {
            return this.template.getClientOptions();
        }

        @Override
        public Optional<String> getClientName() {
            return this.template.getClientName();
        }

        @Override
        public Optional<ReadFrom> getReadFrom() {
            return Optional.ofNullable(this.from);
        }

        @Override
        public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
            return this.template.getRedisCredentialsProviderFactory();
        }

        @Override
        public Duration getCommandTimeout() {
            return this.template.getCommandTimeout();
        }

        @Override
        public Duration getShutdownTimeout() {
            return this.template.getShutdownTimeout();
        }

        @Override
        public Duration getShutdownQuietPeriod() {
            return this.template.getShutdownQuietPeriod();
        }

    }

}
