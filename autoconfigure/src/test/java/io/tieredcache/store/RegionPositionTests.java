package io.tieredcache.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RegionPositionTests {

    @Test
    void positionIsReadAsItWasWritten() {
        RegionPosition position = new RegionPosition("1700000000000-12", RegionPosition.NOTHING, 1700000001000L,
                1700000000500L);
        assertThat(position.text()).isEqualTo("1 1700000000000-12 0-0 1700000001000 1700000000500");
        assertThat(RegionPosition.parse(position.text())).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "1", "2 1-1 1-1 0 0", "1 1-1 1-1 0", "1 1 1-1 0 0", "1 1-1 + 0 0", "1 1-1 1-1 -1 0",
            "1 1-1 1-1 0 9999999999999999", "1 1-1 1-1 0 0 ", "1 111111111111111111111-1 1-1 0 0" })
    void whatIsNoneIsNotKnown(String text) {
        assertThat(RegionPosition.parse(text)).isNull();
    }

}
