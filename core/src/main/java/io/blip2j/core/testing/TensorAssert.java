package io.blip2j.core.testing;

import io.blip2j.core.tensor.Tensor;
import java.util.Arrays;

/// Comparisons that say what failed: where first, expected, got, and how far at most.
public final class TensorAssert {
    private TensorAssert() {}

    /// `|got - expected| <= atol + rtol·|expected|` for every element; NaN must be NaN, infinities equal.
    public static void close(String what, Tensor got, Tensor expected, double rtol, double atol) {
        close(what, got, expected, rtol, atol, null, false);
    }

    /// As above where `valid` (null: everywhere); `signedZero` tells 0.0 from -0.0.
    public static void close(
            String what, Tensor got, Tensor expected, double rtol, double atol, boolean[] valid, boolean signedZero) {
        sameForm(what, got, expected);
        double[] a = got.toDoubles();
        double[] b = expected.toDoubles();
        int wrong = 0;
        int first = -1;
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            if (valid != null && !valid[i] || matches(a[i], b[i], rtol, atol, signedZero)) {
                continue;
            }
            wrong++;
            first = first < 0 ? i : first;
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        if (wrong > 0) {
            throw new AssertionError(String.format(
                    "%s: %d of %d elements differ; first at %d of %s: expected %s, got %s (largest distance %.3g, "
                            + "allowed %.3g + %.3g·|expected|)",
                    what, wrong, a.length, first, expected.shape(), b[first], a[first], worst, atol, rtol));
        }
    }

    private static boolean matches(double got, double expected, double rtol, double atol, boolean signedZero) {
        if (Double.isNaN(expected) || Double.isNaN(got)) {
            return Double.isNaN(expected) && Double.isNaN(got);
        }
        if (Double.isInfinite(expected) || Double.isInfinite(got)) {
            return expected == got;
        }
        if (signedZero) {
            return Double.compare(got, expected) == 0;
        }
        return Math.abs(got - expected) <= atol + rtol * Math.abs(expected);
    }

    /// Equal integers.
    public static void equalIds(String what, Tensor got, Tensor expected) {
        sameForm(what, got, expected);
        long[] a = got.toLongs();
        long[] b = expected.toLongs();
        int at = Arrays.mismatch(a, b);
        if (at >= 0) {
            throw new AssertionError(
                    what + ": element " + at + " of " + expected.shape() + " expected " + b[at] + ", got " + a[at]);
        }
    }

    private static void sameForm(String what, Tensor got, Tensor expected) {
        if (!got.shape().equals(expected.shape()) || got.dtype() != expected.dtype()) {
            throw new AssertionError(what + ": expected " + expected.dtype() + " " + expected.shape() + ", got "
                    + got.dtype() + " " + got.shape());
        }
    }
}
