package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.backend.UnaryFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `dx = dy · f'` over contiguous floats, where `f'` is written with `v`: with the result `y = f(x)` for the
/// functions of [#takesResult], else with `x`.
final class VectorUnaryGradient {
    private static final float TWO_OVER_ROOT_PI = 1.1283792f;
    private static final float ONE_OVER_ROOT_TWO_PI = 0.39894228f;

    private static MethodHandle erfLoop = Outlined.of(MethodHandles.lookup(), "erf");
    private static MethodHandle cdfLoop = Outlined.of(MethodHandles.lookup(), "cdf");
    private static MethodHandle geluLoop = Outlined.of(MethodHandles.lookup(), "geluSlope");
    private static MethodHandle geluTanhLoop = Outlined.of(MethodHandles.lookup(), "geluTanhSlope");
    private static MethodHandle swishLoop = Outlined.of(MethodHandles.lookup(), "swish");

    private VectorUnaryGradient() {}

    /// Whether `f'` is written with the result.
    static boolean takesResult(UnaryFunction f) {
        return switch (f) {
            case EXP, SQRT, RSQRT, RECIPROCAL, TANH, SIGMOID -> true;
            case IDENTITY, NEG, ABS, RELU, LOG, ERF, GELU, GELU_TANH, QUICK_GELU, SILU, AFFINE, CLAMP, POW_SCALAR ->
                false;
        };
    }

    /// `dx[dxo ..] = dy[dyo ..] · f'` for `n` elements; the arrays may be the same.
    static void apply(
            UnaryFunction f, double a, double b, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        Pieces.blocks(n, (from, to) -> {
            int whole = S.loopBound(to - from);
            int rest = to - from - whole;
            loop(f, (float) a, (float) b, v, vo + from, dy, dyo + from, dx, dxo + from, whole);
            if (rest > 0) {
                float[] tail = Workspace.mine().tails;
                System.arraycopy(v, vo + to - rest, tail, 0, rest);
                System.arraycopy(dy, dyo + to - rest, tail, L, rest);
                loop(f, (float) a, (float) b, tail, 0, tail, L, tail, 0, L);
                System.arraycopy(tail, 0, dx, dxo + to - rest, rest);
            }
        });
    }

    private static void loop(
            UnaryFunction f, float a, float b, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        try {
            switch (f) {
                case IDENTITY -> System.arraycopy(dy, dyo, dx, dxo, n);
                case NEG -> scaled(-1, dy, dyo, dx, dxo, n);
                case AFFINE -> scaled(a, dy, dyo, dx, dxo, n);
                case ABS -> abs(v, vo, dy, dyo, dx, dxo, n);
                case RELU -> relu(v, vo, dy, dyo, dx, dxo, n);
                case EXP -> times(1, v, vo, dy, dyo, dx, dxo, n);
                case LOG -> over(1, v, vo, dy, dyo, dx, dxo, n);
                case SQRT -> over(0.5f, v, vo, dy, dyo, dx, dxo, n);
                case RSQRT -> timesCube(-0.5f, v, vo, dy, dyo, dx, dxo, n);
                case RECIPROCAL -> timesSquare(-1, v, vo, dy, dyo, dx, dxo, n);
                case TANH -> tanh(v, vo, dy, dyo, dx, dxo, n);
                case SIGMOID -> sigmoid(v, vo, dy, dyo, dx, dxo, n);
                case CLAMP -> clamp(a, b, v, vo, dy, dyo, dx, dxo, n);
                case POW_SCALAR -> power(a, v, vo, dy, dyo, dx, dxo, n);
                case ERF -> erfLoop.invokeExact(v, vo, dy, dyo, dx, dxo, n);
                case GELU -> gelu(v, vo, dy, dyo, dx, dxo, n);
                case GELU_TANH -> geluTanhLoop.invokeExact(v, vo, VectorUnary.tanhs(v, vo, n), dy, dyo, dx, dxo, n);
                case QUICK_GELU -> swishLoop.invokeExact(VectorUnary.QUICK, v, vo, dy, dyo, dx, dxo, n);
                case SILU -> swishLoop.invokeExact(1f, v, vo, dy, dyo, dx, dxo, n);
            }
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    private static void scaled(float factor, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, dy, dyo + i).mul(factor).intoArray(dx, dxo + i);
        }
    }

    private static void abs(float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = fromArray(S, v, vo + i);
            FloatVector sign = x.blend(1, x.compare(VectorOperators.GT, 0));
            sign = sign.blend(-1, x.compare(VectorOperators.LT, 0)); // 0 and NaN stay themselves
            fromArray(S, dy, dyo + i).mul(sign).intoArray(dx, dxo + i);
        }
    }

    private static void relu(float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector zero = FloatVector.zero(S);
        for (int i = 0; i < n; i += L) {
            FloatVector x = fromArray(S, v, vo + i);
            zero.blend(fromArray(S, dy, dyo + i), x.compare(VectorOperators.GT, 0))
                    .intoArray(dx, dxo + i);
        }
    }

    private static void times(float factor, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, dy, dyo + i).mul(fromArray(S, v, vo + i).mul(factor)).intoArray(dx, dxo + i);
        }
    }

    private static void timesSquare(float factor, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = fromArray(S, v, vo + i);
            fromArray(S, dy, dyo + i).mul(x.mul(x).mul(factor)).intoArray(dx, dxo + i);
        }
    }

    private static void timesCube(float factor, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = fromArray(S, v, vo + i);
            fromArray(S, dy, dyo + i).mul(x.mul(x).mul(x).mul(factor)).intoArray(dx, dxo + i);
        }
    }

    private static void over(float factor, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector numerator = FloatVector.broadcast(S, factor);
        for (int i = 0; i < n; i += L) {
            fromArray(S, dy, dyo + i)
                    .mul(numerator.div(fromArray(S, v, vo + i)))
                    .intoArray(dx, dxo + i);
        }
    }

    private static void tanh(float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        for (int i = 0; i < n; i += L) {
            FloatVector y = fromArray(S, v, vo + i);
            fromArray(S, dy, dyo + i).mul(y.neg().fma(y, one)).intoArray(dx, dxo + i);
        }
    }

    private static void sigmoid(float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector y = fromArray(S, v, vo + i);
            fromArray(S, dy, dyo + i).mul(y.neg().fma(y, y)).intoArray(dx, dxo + i);
        }
    }

    static void erf(float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = fromArray(S, v, vo + i);
            FloatVector bell = VectorMath.expOfNegative(x.mul(x).neg());
            fromArray(S, dy, dyo + i).mul(bell.mul(TWO_OVER_ROOT_PI)).intoArray(dx, dxo + i);
        }
    }

    private static void gelu(float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) throws Throwable {
        float[] cdf = VectorUnary.complements(VectorMath.SQRT_HALF, v, vo, n);
        cdfLoop.invokeExact(v, vo, cdf, n);
        geluLoop.invokeExact(v, vo, cdf, dy, dyo, dx, dxo, n);
    }

    /// From complements to `Φ(x)`.
    static void cdf(float[] v, int vo, float[] cdf, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.normalCdf(fromArray(S, v, vo + i), fromArray(S, cdf, i)).intoArray(cdf, i);
        }
    }

    /// `dx = dy·(Φ(x) + x·φ(x))`.
    static void geluSlope(float[] v, int vo, float[] cdf, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = fromArray(S, v, vo + i);
            FloatVector density = VectorMath.expOfNegative(x.mul(x).mul(-0.5f)).mul(ONE_OVER_ROOT_TWO_PI);
            fromArray(S, dy, dyo + i).mul(x.fma(density, fromArray(S, cdf, i))).intoArray(dx, dxo + i);
        }
    }

    /// `dx = dy·½(1 + t + x(1 - t²)·inner')` with `t` the tanh.
    static void geluTanhSlope(float[] v, int vo, float[] tanh, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        FloatVector scale = FloatVector.broadcast(S, VectorUnary.GELU_SCALE);
        FloatVector cube = FloatVector.broadcast(S, 3 * VectorUnary.GELU_CUBE * VectorUnary.GELU_SCALE);
        for (int i = 0; i < n; i += L) {
            FloatVector x = fromArray(S, v, vo + i);
            FloatVector t = fromArray(S, tanh, i);
            FloatVector steep =
                    t.neg().fma(t, one).mul(x.mul(x).fma(cube, scale)).mul(x);
            fromArray(S, dy, dyo + i).mul(t.add(1).add(steep).mul(0.5f)).intoArray(dx, dxo + i);
        }
    }

    static void swish(float slope, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector z = fromArray(S, v, vo + i).mul(slope);
            FloatVector sigmoid = VectorMath.sigmoid(z);
            FloatVector steep = sigmoid.neg().fma(sigmoid, sigmoid);
            fromArray(S, dy, dyo + i).mul(z.fma(steep, sigmoid)).intoArray(dx, dxo + i);
        }
    }

    private static void clamp(float a, float b, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector zero = FloatVector.zero(S);
        for (int i = 0; i < n; i += L) {
            FloatVector x = fromArray(S, v, vo + i);
            zero.blend(
                            fromArray(S, dy, dyo + i),
                            x.compare(VectorOperators.GE, a).and(x.compare(VectorOperators.LE, b)))
                    .intoArray(dx, dxo + i);
        }
    }

    private static void power(float a, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        if (a == 1) {
            System.arraycopy(dy, dyo, dx, dxo, n);
        } else if (a == 2) {
            times(2, v, vo, dy, dyo, dx, dxo, n);
        } else {
            timesSquare(3, v, vo, dy, dyo, dx, dxo, n);
        }
    }
}
