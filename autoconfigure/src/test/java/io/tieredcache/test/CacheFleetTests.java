package io.tieredcache.test;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CacheFleetTests {

    private final List<Integer> closed = new ArrayList<>();

    @Test
    void instancesAreClosedOnceAndTheFirstLast() {
        CacheFleet<Instance> fleet = CacheFleet.start(3, Instance::new);
        assertThat(fleet.map(Instance::index)).containsExactly(0, 1, 2);
        assertThat(fleet.get(1).index()).isEqualTo(1);
        fleet.close();
        fleet.close();
        assertThat(this.closed).containsExactly(2, 1, 0);
    }

    @Test
    void readersAreNamedByTheirInstances() throws Exception {
        try (CacheFleet<Instance> fleet = CacheFleet.start(2, Instance::new)) {
            List<CacheReader<Integer>> readers = fleet.readers(Instance::index);
            assertThat(readers).extracting(CacheReader::name).containsExactly("instance 0", "instance 1");
            assertThat(readers.get(1).read().call()).isEqualTo(1);
        }
    }

    @Test
    void instancesBeforeOneThatDoesNotStartAreClosed() {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> CacheFleet.start(3, (index) -> {
            if (index == 2) {
                throw new UnsupportedOperationException();
            }
            return new Instance(index);
        }));
        assertThat(this.closed).containsExactly(1, 0);
    }

    @Test
    void allAreClosedThoughOneFails() {
        CacheFleet<AutoCloseable> fleet = CacheFleet.start(3, (index) -> () -> {
            this.closed.add(index);
            if (index == 1) {
                throw new UnsupportedOperationException();
            }
        });
        assertThatIllegalStateException().isThrownBy(fleet::close)
            .satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
        assertThat(this.closed).containsExactly(2, 1, 0);
    }

    @Test
    void fleetOfNoneIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> CacheFleet.start(0, Instance::new));
    }

    private final class Instance implements AutoCloseable {

        private final int index;

        private Instance(int index) {
            this.index = index;
        }

        private int index() {
            return this.index;
        }

        @Override
        public void close() {
            CacheFleetTests.this.closed.add(this.index);
        }

    }

}
