package io.blip2j.core.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Exponential, logarithm, tanh, error function and their kin by polynomials, a vector at a time.
///
/// Ours and not the JDK's (`lanewise(EXP)`), because bits must not depend on the machine's libraries, and because
/// these inline: a library call would save every live register of the loop around it. Each lane depends on
/// nothing but its own number. NaN stays NaN. Coefficients are minimax fits (Lawson's iteration on Chebyshev
/// nodes).
///
/// | function | error, largest found |
/// |---|---|
/// | [#exp] | 1 ulp |
/// | [#log] | 1 ulp |
/// | [#tanh] | 2.2 ulp, 1e-7 |
/// | [#sigmoid] | 2.5 ulp, 1e-7 |
/// | [#erf] | 1.1 ulp |
/// | [#normalCdf] | 1e-7 |
final class VectorMath {
    private static final float LOG2_E = 1.44269504f;
    /// ln 2 as a short number, whose multiples are exact, and the rest.
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;
    /// 1.5·2²³: added to a small number it leaves the nearest integer in the lowest bits.
    private static final float ROUND = 12582912f;

    static final float SQRT_HALF = 0.70710678f;

    private VectorMath() {}

    /// `x` where it is between the bounds or NaN, else the bound.
    static FloatVector clamp(FloatVector x, float low, float high) {
        FloatVector y = x.blend(FloatVector.broadcast(Lanes.FLOATS, low), x.compare(VectorOperators.LT, low));
        return y.blend(FloatVector.broadcast(Lanes.FLOATS, high), y.compare(VectorOperators.GT, high));
    }

    /// `e^r - 1` for `|r| <= ln(2)/2`: `r + r²·P(r)`.
    private static FloatVector expMinusOne(FloatVector r) {
        FloatVector p = FloatVector.broadcast(Lanes.FLOATS, 0.0013814539f);
        p = p.fma(r, FloatVector.broadcast(Lanes.FLOATS, 0.008368745f));
        p = p.fma(r, FloatVector.broadcast(Lanes.FLOATS, 0.04166839f));
        p = p.fma(r, FloatVector.broadcast(Lanes.FLOATS, 0.16666521f));
        p = p.fma(r, FloatVector.broadcast(Lanes.FLOATS, 0.49999994f));
        return p.fma(r.mul(r), r);
    }

    /// `x - n·ln 2`, in two steps since ln 2 is no float.
    private static FloatVector reduce(FloatVector x, FloatVector n) {
        FloatVector r = n.fma(FloatVector.broadcast(Lanes.FLOATS, -LN2_HIGH), x);
        return n.fma(FloatVector.broadcast(Lanes.FLOATS, -LN2_LOW), r);
    }

    /// `e^x`; 0 for -inf, inf for inf. Subnormal results are right.
    static FloatVector exp(FloatVector x) {
        FloatVector c = clamp(x, -104f, 89f);
        FloatVector t = c.fma(FloatVector.broadcast(Lanes.FLOATS, LOG2_E), FloatVector.broadcast(Lanes.FLOATS, ROUND));
        FloatVector r = reduce(c, t.sub(ROUND));
        FloatVector y = expMinusOne(r).add(1f);
        // 2^n in two factors: n reaches -150 and 128, which no single float's exponent does
        IntVector n = t.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        return y.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /// `e^x` for `x <= 0`, as a softmax needs it: shorter than [#exp], since results below 2^-126 become 0.
    static FloatVector expOfNegative(FloatVector x) {
        FloatVector t = x.fma(FloatVector.broadcast(Lanes.FLOATS, LOG2_E), FloatVector.broadcast(Lanes.FLOATS, ROUND));
        FloatVector y = expMinusOne(reduce(x, t.sub(ROUND))).add(1f);
        IntVector bits = y.reinterpretAsInts().add(t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23));
        return bits.reinterpretAsFloats()
                .blend(FloatVector.zero(Lanes.FLOATS), x.compare(VectorOperators.LT, -87.33654f));
    }

    /// `ln x`; -inf of 0, NaN below 0, inf of inf.
    static FloatVector log(FloatVector x) {
        FloatVector y = logOfPositive(x).blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
        y = y.blend(FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY), x.compare(VectorOperators.EQ, 0f));
        VectorMask<Float> real = x.compare(VectorOperators.GE, 0f);
        return FloatVector.broadcast(Lanes.FLOATS, Float.NaN).blend(y, real);
    }

    private static FloatVector logOfPositive(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p23f), subnormal).reinterpretAsInts();
        // x = m·2^e with m in [√½, √2)
        IntVector e = bits.sub(Float.floatToRawIntBits(SQRT_HALF)).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector n = (FloatVector) e.convert(VectorOperators.I2F, 0);
        n = n.blend(n.sub(23f), subnormal);
        FloatVector square = f.mul(f);
        FloatVector y = n.fma(
                FloatVector.broadcast(Lanes.FLOATS, LN2_LOW), logTail(f).mul(f).mul(square));
        y = square.fma(FloatVector.broadcast(Lanes.FLOATS, -0.5f), y).add(f);
        return n.fma(FloatVector.broadcast(Lanes.FLOATS, LN2_HIGH), y);
    }

    /// `(ln(1 + f) - f + f²/2)/f³`.
    private static FloatVector logTail(FloatVector f) {
        FloatVector p = FloatVector.broadcast(Lanes.FLOATS, 0.06746641f);
        p = p.fma(f, FloatVector.broadcast(Lanes.FLOATS, -0.11675652f));
        p = p.fma(f, FloatVector.broadcast(Lanes.FLOATS, 0.11888162f));
        p = p.fma(f, FloatVector.broadcast(Lanes.FLOATS, -0.12405589f));
        p = p.fma(f, FloatVector.broadcast(Lanes.FLOATS, 0.14219552f));
        p = p.fma(f, FloatVector.broadcast(Lanes.FLOATS, -0.16667996f));
        p = p.fma(f, FloatVector.broadcast(Lanes.FLOATS, 0.20002119f));
        p = p.fma(f, FloatVector.broadcast(Lanes.FLOATS, -0.2500001f));
        return p.fma(f, FloatVector.broadcast(Lanes.FLOATS, 0.33333313f));
    }

    /// `tanh |x| = (1 - e)/(1 + e)` with `e = e^(-2|x|)`. The numerator is `-(e - 1)` for small `x`, which keeps its
    /// digits; for large `x` the quotient is `1 - 2e/(1 + e)`, whose error shrinks with `e`.
    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs().mul(-2f);
        FloatVector c = a.blend(FloatVector.broadcast(Lanes.FLOATS, -30f), a.compare(VectorOperators.LT, -30f));
        FloatVector t = c.fma(FloatVector.broadcast(Lanes.FLOATS, LOG2_E), FloatVector.broadcast(Lanes.FLOATS, ROUND));
        FloatVector p = expMinusOne(reduce(c, t.sub(ROUND)));
        FloatVector scale = powerOfTwo(t.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND)));
        FloatVector e = p.fma(scale, scale);
        VectorMask<Float> large = e.compare(VectorOperators.LT, 0.33f);
        FloatVector quotient =
                p.fma(scale, scale.sub(1f)).neg().blend(e.mul(-2f), large).div(e.add(1f));
        return copySign(quotient.blend(quotient.add(1f), large), x);
    }

    /// Size of `size`, sign of `sign`.
    static FloatVector copySign(FloatVector size, FloatVector sign) {
        IntVector signBit = sign.reinterpretAsInts().and(0x80000000);
        return size.reinterpretAsInts().and(0x7FFFFFFF).or(signBit).reinterpretAsFloats();
    }

    /// `σ(x) = 1/(1 + e^-x)`.
    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(Lanes.FLOATS, 1f).div(exp(x.neg()).add(1f));
    }

    /// `erfc a = e^(h(a) - a²)` for `a >= 0`, `h = ln(erfc(a)·e^(a²))` by a polynomial, constant from 4.2 on.
    static FloatVector complement(FloatVector a) {
        FloatVector c = a.blend(FloatVector.broadcast(Lanes.FLOATS, 4.2f), a.compare(VectorOperators.GT, 4.2f));
        FloatVector h = FloatVector.broadcast(Lanes.FLOATS, -7.678892e-7f);
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, 1.5333411e-5f));
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, -0.0001323963f));
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, 0.0006309019f));
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, -0.0015979647f));
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, 3.151116e-5f));
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, 0.019261017f));
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, -0.10282234f));
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, 0.36338884f));
        h = h.fma(c, FloatVector.broadcast(Lanes.FLOATS, -1.1283797f));
        return expOfNegative(h.fma(c, a.mul(a).neg()));
    }

    /// `erf(x)/x - 1` for `|x| <= 0.95` by a polynomial in `z = x²`.
    private static FloatVector slope(FloatVector z) {
        FloatVector p = FloatVector.broadcast(Lanes.FLOATS, 8.215426e-5f);
        p = p.fma(z, FloatVector.broadcast(Lanes.FLOATS, -0.00081059657f));
        p = p.fma(z, FloatVector.broadcast(Lanes.FLOATS, 0.0051977974f));
        p = p.fma(z, FloatVector.broadcast(Lanes.FLOATS, -0.026858104f));
        p = p.fma(z, FloatVector.broadcast(Lanes.FLOATS, 0.112836726f));
        p = p.fma(z, FloatVector.broadcast(Lanes.FLOATS, -0.37612632f));
        return p.fma(z, FloatVector.broadcast(Lanes.FLOATS, 0.12837917f));
    }

    /// `erf x`, where `complement` is [#complement] of `|x|`. In one loop the two are too much for the compiler,
    /// which then leaves vectors in boxes: loops write the complement to memory first.
    static FloatVector erf(FloatVector x, FloatVector complement) {
        FloatVector far = copySign(complement.neg().add(1f), x);
        return x.fma(slope(x.mul(x)), x).blend(far, x.abs().compare(VectorOperators.GT, 0.92f));
    }

    /// `Φ(x) = ½·erfc(-x/√2)`, of which GELU is made; small for large negative `x` and not 0 before its time.
    /// @param complement [#complement] of `|x|/√2`, from a loop of its own as in [#erf]
    static FloatVector normalCdf(FloatVector x, FloatVector complement) {
        FloatVector tail = complement.mul(0.5f);
        return tail.neg().add(1f).blend(tail, x.compare(VectorOperators.LT, 0f));
    }
}
