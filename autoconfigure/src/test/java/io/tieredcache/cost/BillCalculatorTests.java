package io.tieredcache.cost;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.tieredcache.CacheBill;
import io.tieredcache.CacheCost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BillCalculatorTests {

    private static final double MIB = 1024 * 1024;

    private static final Prices PRICES = new Prices(5.0, 16.0, 0.02, 0.00004, "EUR");

    /**
     * The example of docs/cost.md, number by number.
     */
    @Test
    void workedExample() {
        CacheCost.Use use = new CacheCost.Use(Duration.ofHours(1), 3_600_000, 36_000, 2L * 1024 * 1024 * 1024,
                512L * 1024 * 1024, Duration.ofMillis(20));
        CacheBill bill = new BillCalculator(PRICES, 4).bill(use, 64 * MIB, 4096 * MIB);
        assertThat(bill).isNotNull();
        assertThat(bill.l1()).isCloseTo(0.0001189, within(0.00000005));
        assertThat(bill.l2()).isCloseTo(0.0060883, within(0.00000005));
        assertThat(bill.network()).isCloseTo(0.0138889, within(0.00000005));
        assertThat(bill.source()).isCloseTo(0.4, within(0.00000005));
        assertThat(bill.total()).isCloseTo(0.4200961, within(0.00000005));
        assertThat(bill.withoutCache()).isCloseTo(40, within(0.00000005));
        assertThat(bill.saved()).isCloseTo(39.5799039, within(0.00000005));
        assertThat(bill.currency()).isEqualTo("EUR");
        assertThat(use.savedCalls()).isEqualTo(3_564_000);
        assertThat(use.savedTime()).isEqualTo(Duration.ofMinutes(1_188));
    }

    @Test
    void cacheThatCallsMoreThanItsReadersSavesLessThanNothing() {
        CacheCost.Use use = use(100, 300);
        CacheBill bill = new BillCalculator(PRICES, 1).bill(use, 0.0, 0.0);
        assertThat(bill).isNotNull();
        assertThat(bill.saved()).isCloseTo(-80, within(0.001));
        assertThat(use.savedCalls()).isEqualTo(-200);
        assertThat(use.savedTime()).isEqualTo(Duration.ofMillis(-200));
    }

    @Test
    void whatHasNoPriceIsNoPartOfTheBill() {
        CacheBill bill = new BillCalculator(new Prices(null, null, null, 0.01, null), 1).bill(use(1_000, 10), null,
                null);
        assertThat(bill).isEqualTo(new CacheBill(null, null, null, 100.0, 100.0, 10_000.0, null));
        assertThat(bill.saved()).isEqualTo(9_900);
    }

    @Test
    void totalIsNotKnownWhereAPartIsNot() {
        CacheBill bill = new BillCalculator(PRICES, 1).bill(use(1_000, 10), 1.0, null);
        assertThat(bill).isNotNull();
        assertThat(bill.l2()).isNull();
        assertThat(bill.total()).isNull();
        assertThat(bill.saved()).isNull();
        assertThat(bill.withoutCache()).isEqualTo(40);
    }

    @Test
    void thereIsNoBillWithoutPricesOrReads() {
        assertThat(new BillCalculator(new Prices(null, null, null, null, "EUR"), 1).bill(use(1, 1), 1.0, 1.0)).isNull();
        assertThat(new BillCalculator(PRICES, 1).bill(use(0, 0), 1.0, 1.0)).isNull();
    }

    private static CacheCost.Use use(long reads, long sourceCalls) {
        return new CacheCost.Use(Duration.ofMinutes(1), reads, sourceCalls, 0, 0, Duration.ofMillis(1));
    }

}
