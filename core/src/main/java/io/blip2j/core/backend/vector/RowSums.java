package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.LANES;
import static io.blip2j.core.backend.vector.Rows.NARROW;
import static io.blip2j.core.backend.vector.Rows.S;
import static io.blip2j.core.backend.vector.Rows.at;
import static io.blip2j.core.backend.vector.Rows.part;

import jdk.incubator.vector.FloatVector;

/// Sums over one row, each in the 64 lanes of [Rows]; `lanes` is room for them.
final class RowSums {
    private RowSums() {}

    /// `Σ x`.
    static float sum(float[] x, int xo, int n, float[] lanes) {
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        FloatVector c6 = c0;
        FloatVector c7 = c0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            c0 = c0.add(at(x, xo + i));
            c1 = c1.add(at(x, xo + i + L));
            c2 = c2.add(at(x, xo + i + 2 * L));
            c3 = c3.add(at(x, xo + i + 3 * L));
            if (NARROW) {
                c4 = c4.add(at(x, xo + i + 4 * L));
                c5 = c5.add(at(x, xo + i + 5 * L));
                c6 = c6.add(at(x, xo + i + 6 * L));
                c7 = c7.add(at(x, xo + i + 7 * L));
            }
        }
        Rows.store(lanes, c0, c1, c2, c3, c4, c5, c6, c7);
        int k = 0;
        for (; i <= n - L; i += L) {
            at(lanes, k).add(at(x, xo + i)).intoArray(lanes, k);
            k += L;
        }
        if (i < n) {
            at(lanes, k).add(part(x, xo + i, n - i)).intoArray(lanes, k);
        }
        return Rows.sum(lanes);
    }

    /// `Σ a·b`.
    static float dot(float[] a, int ao, float[] b, int bo, int n, float[] lanes) {
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        FloatVector c6 = c0;
        FloatVector c7 = c0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            c0 = at(a, ao + i).fma(at(b, bo + i), c0);
            c1 = at(a, ao + i + L).fma(at(b, bo + i + L), c1);
            c2 = at(a, ao + i + 2 * L).fma(at(b, bo + i + 2 * L), c2);
            c3 = at(a, ao + i + 3 * L).fma(at(b, bo + i + 3 * L), c3);
            if (NARROW) {
                c4 = at(a, ao + i + 4 * L).fma(at(b, bo + i + 4 * L), c4);
                c5 = at(a, ao + i + 5 * L).fma(at(b, bo + i + 5 * L), c5);
                c6 = at(a, ao + i + 6 * L).fma(at(b, bo + i + 6 * L), c6);
                c7 = at(a, ao + i + 7 * L).fma(at(b, bo + i + 7 * L), c7);
            }
        }
        Rows.store(lanes, c0, c1, c2, c3, c4, c5, c6, c7);
        int k = 0;
        for (; i <= n - L; i += L) {
            at(a, ao + i).fma(at(b, bo + i), at(lanes, k)).intoArray(lanes, k);
            k += L;
        }
        if (i < n) {
            part(a, ao + i, n - i).fma(part(b, bo + i, n - i), at(lanes, k)).intoArray(lanes, k);
        }
        return Rows.sum(lanes);
    }

    /// `Σ (x - center)²`.
    static float squares(float[] x, int xo, float center, int n, float[] lanes) {
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        FloatVector c6 = c0;
        FloatVector c7 = c0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            c0 = square(at(x, xo + i), center, c0);
            c1 = square(at(x, xo + i + L), center, c1);
            c2 = square(at(x, xo + i + 2 * L), center, c2);
            c3 = square(at(x, xo + i + 3 * L), center, c3);
            if (NARROW) {
                c4 = square(at(x, xo + i + 4 * L), center, c4);
                c5 = square(at(x, xo + i + 5 * L), center, c5);
                c6 = square(at(x, xo + i + 6 * L), center, c6);
                c7 = square(at(x, xo + i + 7 * L), center, c7);
            }
        }
        Rows.store(lanes, c0, c1, c2, c3, c4, c5, c6, c7);
        int k = 0;
        for (; i <= n - L; i += L) {
            square(at(x, xo + i), center, at(lanes, k)).intoArray(lanes, k);
            k += L;
        }
        if (i < n) {
            square(part(x, xo + i, n - i, center), center, at(lanes, k)).intoArray(lanes, k);
        }
        return Rows.sum(lanes);
    }

    private static FloatVector square(FloatVector x, float center, FloatVector c) {
        FloatVector d = x.sub(center);
        return d.fma(d, c);
    }

    /// `Σ a·w·(x - center)`.
    static float moment(float[] a, int ao, float[] w, int wo, float[] x, int xo, float center, int n, float[] lanes) {
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector c4 = c0;
        FloatVector c5 = c0;
        FloatVector c6 = c0;
        FloatVector c7 = c0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            c0 = product(at(a, ao + i), at(w, wo + i), at(x, xo + i), center, c0);
            c1 = product(at(a, ao + i + L), at(w, wo + i + L), at(x, xo + i + L), center, c1);
            c2 = product(at(a, ao + i + 2 * L), at(w, wo + i + 2 * L), at(x, xo + i + 2 * L), center, c2);
            c3 = product(at(a, ao + i + 3 * L), at(w, wo + i + 3 * L), at(x, xo + i + 3 * L), center, c3);
            if (NARROW) {
                c4 = product(at(a, ao + i + 4 * L), at(w, wo + i + 4 * L), at(x, xo + i + 4 * L), center, c4);
                c5 = product(at(a, ao + i + 5 * L), at(w, wo + i + 5 * L), at(x, xo + i + 5 * L), center, c5);
                c6 = product(at(a, ao + i + 6 * L), at(w, wo + i + 6 * L), at(x, xo + i + 6 * L), center, c6);
                c7 = product(at(a, ao + i + 7 * L), at(w, wo + i + 7 * L), at(x, xo + i + 7 * L), center, c7);
            }
        }
        Rows.store(lanes, c0, c1, c2, c3, c4, c5, c6, c7);
        int k = 0;
        for (; i <= n - L; i += L) {
            product(at(a, ao + i), at(w, wo + i), at(x, xo + i), center, at(lanes, k)).intoArray(lanes, k);
            k += L;
        }
        if (i < n) {
            product(part(a, ao + i, n - i), part(w, wo + i, n - i), part(x, xo + i, n - i), center, at(lanes, k)).intoArray(lanes, k);
        }
        return Rows.sum(lanes);
    }

    private static FloatVector product(FloatVector a, FloatVector w, FloatVector x, float center, FloatVector c) {
        return a.mul(w).fma(x.sub(center), c);
    }
}
