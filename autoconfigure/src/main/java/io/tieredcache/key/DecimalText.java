package io.tieredcache.key;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;

/**
 * The shortest decimal number that reads back as the same {@code double} or
 * {@code float}. Their own {@code toString} will not do: JDK 19 changed it, and instances
 * on both sides of that change would not find each other's entries.
 */
final class DecimalText {

    private static final double WHOLE_LIMIT = 1e15;

    private DecimalText() {
    }

    static String of(double value) {
        return of(value, (decimal) -> decimal.doubleValue() == value);
    }

    static String of(float value) {
        return of(value, (decimal) -> decimal.floatValue() == value);
    }

    private static String of(double value, Predicate<BigDecimal> readsBack) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return (Double.doubleToRawLongBits(value) == 0) ? "0" : "-0";
        }
        if (value == Math.rint(value) && Math.abs(value) < WHOLE_LIMIT) {
            return Long.toString((long) value);
        }
        return shortest(new BigDecimal(value), readsBack);
    }

    private static String shortest(BigDecimal exact, Predicate<BigDecimal> readsBack) {
        int precision = 0;
        BigDecimal rounded;
        do {
            precision++;
            rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        }
        while (!readsBack.test(rounded));
        return rounded.toString();
    }

}
