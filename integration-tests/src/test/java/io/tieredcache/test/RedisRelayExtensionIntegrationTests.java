package io.tieredcache.test;

import java.net.InetSocketAddress;

import io.tieredcache.test.RedisRelay.Path;
import io.tieredcache.testing.RedisFixture;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisRelayExtensionIntegrationTests {

    @RegisterExtension
    static final RedisRelayExtension redis = RedisRelayExtension
        .to(() -> new InetSocketAddress(RedisFixture.shared().host(), RedisFixture.shared().port()));

    @Test
    @Order(1)
    void cutsTheRelayForThisTest(RedisRelay relay) {
        assertThat(relay).isSameAs(redis.relay());
        assertThat(redis.url()).isEqualTo("redis://" + redis.host() + ":" + redis.port());
        relay.cut();
        try (RawClient client = new RawClient(relay)) {
            assertThat(client.ask("PING")).isEqualTo("closed");
        }
    }

    @Test
    @Order(2)
    void findsItHealedAfterwards(RedisRelay relay) {
        assertServes(relay);
    }

    @Test
    void startsAgainOnItsPortAfterTheLastClass() {
        RedisFixture fixture = RedisFixture.shared();
        RedisRelayExtension extension = RedisRelayExtension.to(fixture.host(), fixture.port());
        RedisRelay first = extension.relay();
        extension.afterAll(null);
        assertThatIllegalStateException().isThrownBy(() -> first.cut(Path.DATA));
        assertThat(extension.port()).isEqualTo(first.port());
        assertServes(extension.relay());
        extension.afterAll(null);
    }

    private static void assertServes(RedisRelay relay) {
        try (RawClient client = new RawClient(relay)) {
            assertThat(client.ask("PING")).isEqualTo("+PONG");
        }
    }

    @Nested
    class InANestedClass {

        @Test
        void sharesTheRelay(RedisRelay relay) {
            assertThat(relay).isSameAs(redis.relay());
            assertServes(relay);
        }

    }

    @Nested
    class InAnother {

        @Test
        void sharesItStill(RedisRelay relay) {
            assertThat(relay).isSameAs(redis.relay());
            assertServes(relay);
        }

    }

}
