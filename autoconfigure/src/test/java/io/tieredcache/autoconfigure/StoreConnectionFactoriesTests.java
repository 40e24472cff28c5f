package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

class StoreConnectionFactoriesTests {

    private final ClientResources resources = ClientResources.create();

    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("mine", SslBundle.systemDefault());

    private final StaticListableBeanFactory beans = new StaticListableBeanFactory(
            Map.of("resources", this.resources, "bundles", this.bundles));

    private final StoreProperties store = new StoreProperties();

    @AfterEach
    void shutdown() {
        this.resources.shutdown(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private LettuceConnectionFactory create() {
        LettuceConnectionFactory factory = new StoreConnectionFactories(
                this.beans.getBeanProvider(ClientResources.class), this.beans.getBeanProvider(SslBundles.class))
            .create("fast", this.store);
        factory.destroy();
        return factory;
    }

    @Test
    void urlSaysAll() {
        this.store.setUrl("rediss://me:secret@example.org:6380/3");
        LettuceConnectionFactory factory = create();
        assertThat(factory.getHostName()).isEqualTo("example.org");
        assertThat(factory.getPort()).isEqualTo(6380);
        assertThat(factory.getDatabase()).isEqualTo(3);
        assertThat(factory.getStandaloneConfiguration().getUsername()).isEqualTo("me");
        assertThat(factory.getPassword()).isEqualTo("secret");
        assertThat(factory.isUseSsl()).isTrue();
    }

    @Test
    void hostWithLoginBundleAndTimes() {
        this.store.setHost("example.org");
        this.store.setPort(6380);
        this.store.setUsername("me");
        this.store.setPassword("secret");
        this.store.setDatabase(2);
        this.store.setClientName("shop");
        this.store.setConnectTimeout(Duration.ofMillis(70));
        this.store.getSsl().setBundle("mine");
        LettuceConnectionFactory factory = create();
        assertThat(factory.getStandaloneConfiguration().getHostName()).isEqualTo("example.org");
        assertThat(factory.getStandaloneConfiguration().getUsername()).isEqualTo("me");
        assertThat(factory.getStandaloneConfiguration().getPassword()).isEqualTo(RedisPassword.of("secret"));
        assertThat(factory.getDatabase()).isEqualTo(2);
        assertThat(factory.getClientConfiguration().getClientName()).contains("shop");
        assertThat(factory.isUseSsl()).isTrue();
        assertThat(factory.getClientConfiguration()
            .getClientOptions()
            .orElseThrow()
            .getSocketOptions()
            .getConnectTimeout()).isEqualTo(Duration.ofMillis(70));
        assertThat(factory.getClientConfiguration().getClientResources()).containsSame(this.resources);
    }

    @Test
    void bundleMayBeThereWithoutTls() {
        this.store.setHost("example.org");
        this.store.getSsl().setBundle("mine");
        this.store.getSsl().setEnabled(false);
        assertThat(create().isUseSsl()).isFalse();
    }

    @Test
    void clusterFollowsItsTopology() {
        this.store.getCluster().setNodes(List.of("one:7000", "two:7000"));
        this.store.getCluster().setMaxRedirects(7);
        this.store.setPassword("secret");
        LettuceConnectionFactory factory = create();
        assertThat(factory.isClusterAware()).isTrue();
        assertThat(factory.getClusterConfiguration().getClusterNodes()).hasSize(2);
        assertThat(factory.getClusterConfiguration().getMaxRedirects()).isEqualTo(7);
        assertThat(factory.getClusterConfiguration().getPassword()).isEqualTo(RedisPassword.of("secret"));
    }

    @Test
    void sentinelHasALoginOfItsOwn() {
        this.store.getSentinel().setMaster("main");
        this.store.getSentinel().setNodes(List.of("one:26379", "two:26379"));
        this.store.getSentinel().setUsername("watcher");
        this.store.getSentinel().setPassword("watched");
        this.store.setPassword("secret");
        LettuceConnectionFactory factory = create();
        assertThat(factory.isRedisSentinelAware()).isTrue();
        assertThat(factory.getSentinelConfiguration().getSentinels()).hasSize(2);
        assertThat(factory.getSentinelConfiguration().getSentinelUsername()).isEqualTo("watcher");
        assertThat(factory.getSentinelConfiguration().getSentinelPassword()).isEqualTo(RedisPassword.of("watched"));
        assertThat(factory.getSentinelConfiguration().getPassword()).isEqualTo(RedisPassword.of("secret"));
    }

}
