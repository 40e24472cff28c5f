package io.tieredcache.cache;

import java.util.function.DoubleUnaryOperator;

/**
 * What can be derived for one entry under the early refresh. Times are in seconds.
 * <p>
 * Reads are a Poisson process of the rate λ, over all instances together. A read at the
 * time r before the expiry is due with the probability e<sup>−r/s</sup>, s = βδ, if r is
 * at most half of the lifetime T. So the due reads are a Poisson process too, of the rate
 * λe<sup>−r/s</sup>, and the number of those that come earlier than x before the expiry
 * has the mean
 * <p>
 * N(x) = ∫<sub>x</sub><sup>T/2</sup> λe<sup>−r/s</sup>dr = λs(e<sup>−x/s</sup> −
 * e<sup>−T/(2s)</sup>).
 * <p>
 * The refresh begins with the first of them, X before the expiry, or after the expiry
 * with the next read of any kind. Hence P(X ≤ x) = e<sup>−N(x)</sup> for x ≥ 0, where X =
 * 0 stands for a refresh that does not begin early. The second term of N is below
 * 10<sup>−8</sup> for all that is compared with a closed form, which leaves N(0) = λβδ
 * and N(δ) = λβδe<sup>−1/β</sup>.
 * <p>
 * Instances do not occur: a split Poisson process is the same process, and one lease lets
 * one of them load.
 *
 * @param readsPerSecond λ
 * @param cost δ, the time that each load takes
 * @param lifetime T, from the end of a load to the expiry of what it stored
 * @param beta β, 0 for no early refresh
 */
record EarlyRefreshModel(double readsPerSecond, double cost, double lifetime, double beta) {

    private static final int STEPS = 5_000;

    /**
     * N(x): how many reads are due earlier than the given time before the expiry, if the
     * first of them changes nothing.
     */
    double dueReads(double earlierThan) {
        double scale = this.beta * this.cost;
        double half = this.lifetime / 2;
        if (scale == 0 || earlierThan >= half) {
            return 0;
        }
        return this.readsPerSecond * scale * (Math.exp(-earlierThan / scale) - Math.exp(-half / scale));
    }

    /**
     * Share of expiries before which no refresh began: e<sup>−N(0)</sup>.
     */
    double begunLate() {
        return Math.exp(-dueReads(0));
    }

    /**
     * Share of expiries before which no refresh ended: none began δ before the expiry or
     * earlier, e<sup>−N(δ)</sup>.
     */
    double endedLate() {
        return Math.exp(-dueReads(this.cost));
    }

    /**
     * Share of expiries after which a reader had to wait. Either no refresh began early,
     * and the read that begins it waits. Or it began at x &lt; δ, and at least one read
     * came in the δ − x between the expiry and its end:
     * <p>
     * e<sup>−N(0)</sup> + ∫<sub>0</sub><sup>δ</sup> λe<sup>−x/s</sup> e<sup>−N(x)</sup>
     * (1 − e<sup>−λ(δ−x)</sup>)dx
     */
    double waited() {
        if (this.beta == 0) {
            return 1;
        }
        double scale = this.beta * this.cost;
        return begunLate() + integral(Math.min(this.cost, this.lifetime / 2), (x) -> this.readsPerSecond
                * Math.exp(-x / scale - dueReads(x)) * -Math.expm1(-this.readsPerSecond * (this.cost - x)));
    }

    /**
     * Loads in one lifetime. From one store to the next it takes T − X + δ, and 1/λ more
     * in the mean where the refresh waits for a read after the expiry; E(X) =
     * ∫<sub>0</sub><sup>T/2</sup> (1 − e<sup>−N(x)</sup>)dx.
     */
    double loadsPerLifetime() {
        double lead = integral(this.lifetime / 2, (x) -> -Math.expm1(-dueReads(x)));
        return this.lifetime / (this.lifetime - lead + this.cost + begunLate() / this.readsPerSecond);
    }

    private static double integral(double end, DoubleUnaryOperator function) {
        double step = end / STEPS;
        double sum = 0;
        for (int i = 0; i < STEPS; i++) {
            sum += function.applyAsDouble((i + 0.5) * step);
        }
        return sum * step;
    }

}
