package io.tieredcache.cache;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.KeyDimension;
import io.tieredcache.MissingDimensionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class KeyDimensionsTests {

    private final KeyDimensions dimensions = new KeyDimensions(
            List.of(new Fixed("tenant", "A|b"), new Fixed("locale", "de"), new Fixed("region", null)));

    @Test
    void valuesComeInTheOrderAskedFor() {
        assertThat(this.dimensions.values("The call", List.of("locale", "tenant"))).containsExactly("de", "A|b");
        assertThat(this.dimensions.values("The call", List.of())).isEmpty();
    }

    @Test
    void dimensionWithoutValueFailsClosed() {
        assertThatExceptionOfType(MissingDimensionException.class)
            .isThrownBy(() -> this.dimensions.values("The call", List.of("tenant", "region")))
            .withMessageContaining("The call")
            .withMessageContaining("'region'");
        assertThatExceptionOfType(MissingDimensionException.class)
            .isThrownBy(() -> this.dimensions.tagScope("The call", List.of("region")));
    }

    @Test
    void unknownDimensionFailsClosed() {
        assertThatExceptionOfType(MissingDimensionException.class)
            .isThrownBy(() -> this.dimensions.values("The call", List.of("nobody")));
    }

    @Test
    void tagScopeEndsWhereTheTagBegins() {
        assertThat(this.dimensions.tagScope("The call", List.of())).isEmpty();
        assertThat(this.dimensions.tagScope("The call", List.of("tenant", "locale")))
            .isEqualTo("tenant=s:A%7Cb|locale=s:de|");
    }

    @Test
    void twoDimensionsOfOneNameAreAConfigurationError() {
        assertThatExceptionOfType(InvalidTieredCacheConfigurationException.class)
            .isThrownBy(() -> new KeyDimensions(List.of(new Fixed("tenant", 1), new Fixed("tenant", 2))))
            .withMessageContaining("'tenant'");
    }

    @Test
    void requiredDimensionMustExist() {
        assertThatNoException()
            .isThrownBy(() -> this.dimensions.require("Cache 'orders'", List.of("tenant", "region")));
        assertThatExceptionOfType(InvalidTieredCacheConfigurationException.class)
            .isThrownBy(() -> this.dimensions.require("Cache 'orders'", List.of("tenant", "nobody")))
            .withMessageContaining("Cache 'orders'")
            .withMessageContaining("'nobody'")
            .withMessageContaining("tenant, locale, region");
        assertThatExceptionOfType(InvalidTieredCacheConfigurationException.class)
            .isThrownBy(() -> new KeyDimensions(List.of()).require("Cache 'orders'", List.of("tenant")))
            .withMessageContaining("found: none");
    }

    private record Fixed(String name, @Nullable Object currentValue) implements KeyDimension {

    }

}
