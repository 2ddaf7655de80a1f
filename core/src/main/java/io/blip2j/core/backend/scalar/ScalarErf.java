package io.blip2j.core.backend.scalar;

/// The error function in double precision, `erf x = 2/√π ∫₀ˣ e^(-t²) dt`.
///
/// Below 2 by the series `2/√π · e^(-x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1))`, whose terms all have one sign; from 2 on
/// through `erfc` by its continued fraction.
///
/// **Source:** Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.6 and 7.1.14.
final class ScalarErf {
    private static final double SPLIT = 2;
    private static final int FRACTION_TERMS = 64; // past the last bit at x = 2, where it converges slowest
    private static final double ROOT_PI = StrictMath.sqrt(StrictMath.PI);

    private ScalarErf() {}

    /// `erf x`; ±1 at ±∞.
    static double erf(double x) {
        if (x < 0) {
            return -erf(-x);
        }
        return x >= SPLIT ? 1 - fraction(x) : series(x);
    }

    /// `erfc x = 1 - erf x`, without cancellation for large `x`.
    static double erfc(double x) {
        if (x < 0) {
            return 2 - erfc(-x);
        }
        return x >= SPLIT ? fraction(x) : 1 - series(x);
    }

    /// `erf'(x) = 2/√π · e^(-x²)`.
    static double derivative(double x) {
        return 2 / ROOT_PI * StrictMath.exp(-x * x);
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > 1e-18 * sum; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return derivative(x) * sum;
    }

    /// `e^(-x²)/√π / (x + ½/(x + 1/(x + 1½/(x + 2/(x + …)))))`.
    private static double fraction(double x) {
        double below = x;
        for (int n = FRACTION_TERMS; n >= 1; n--) {
            below = x + 0.5 * n / below;
        }
        return StrictMath.exp(-x * x) / (ROOT_PI * below);
    }
}
