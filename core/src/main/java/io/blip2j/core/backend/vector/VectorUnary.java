package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static io.blip2j.core.backend.vector.Rows.at;

import io.blip2j.core.backend.UnaryFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = f(x)` over contiguous floats.
///
/// One loop for each function, over whole vectors; what is left at the end goes through the same loop in a vector of
/// scratch, so that no number depends on its place.
final class VectorUnary {
    /// `√(2/π)` and the cubic's factor in the approximation of GELU by tanh.
    static final float GELU_SCALE = 0.7978845608028654f;

    static final float GELU_CUBE = 0.044715f;

    private VectorUnary() {}

    /// Whether `f` has a loop here; general powers are left to the scalar kernels.
    static boolean covers(UnaryFunction f, double a) {
        return f != UnaryFunction.POW_SCALAR || a == 1 || a == 2 || a == 3;
    }

    /// `y[yo ..] = f(x[xo ..])` for `n` elements; `x` and `y` may be the same.
    static void apply(UnaryFunction f, double a, double b, float[] x, int xo, float[] y, int yo, int n) {
        Pieces.blocks(n, (from, to) -> {
            int whole = S.loopBound(to - from);
            int rest = to - from - whole;
            loop(f, (float) a, (float) b, x, xo + from, y, yo + from, whole);
            if (rest > 0) {
                float[] tail = Workspace.mine().tails;
                System.arraycopy(x, xo + to - rest, tail, 0, rest);
                loop(f, (float) a, (float) b, tail, 0, tail, 0, L);
                System.arraycopy(tail, 0, y, yo + to - rest, rest);
            }
        });
    }

    private static void loop(UnaryFunction f, float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        switch (f) {
            case IDENTITY -> System.arraycopy(x, xo, y, yo, n);
            case NEG -> neg(x, xo, y, yo, n);
            case ABS -> abs(x, xo, y, yo, n);
            case RELU -> relu(x, xo, y, yo, n);
            case EXP -> exp(x, xo, y, yo, n);
            case LOG -> log(x, xo, y, yo, n);
            case SQRT -> sqrt(x, xo, y, yo, n);
            case RSQRT -> rsqrt(x, xo, y, yo, n);
            case RECIPROCAL -> reciprocal(x, xo, y, yo, n);
            case TANH -> tanh(x, xo, y, yo, n);
            case SIGMOID -> sigmoid(x, xo, y, yo, n);
            case ERF -> erf(x, xo, y, yo, n);
            case GELU -> gelu(x, xo, y, yo, n);
            case GELU_TANH -> geluTanh(x, xo, y, yo, n);
            case QUICK_GELU -> swish(1.702f, x, xo, y, yo, n);
            case SILU -> swish(1, x, xo, y, yo, n);
            case AFFINE -> affine(a, b, x, xo, y, yo, n);
            case CLAMP -> clamp(a, b, x, xo, y, yo, n);
            case POW_SCALAR -> power(a, x, xo, y, yo, n);
        }
    }

    private static void neg(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            at(x, xo + i).neg().intoArray(y, yo + i);
        }
    }

    private static void abs(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            at(x, xo + i).abs().intoArray(y, yo + i);
        }
    }

    private static void relu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = at(x, xo + i);
            v.blend(0, v.compare(VectorOperators.LT, 0)).intoArray(y, yo + i);
        }
    }

    private static void exp(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.exp(at(x, xo + i)).intoArray(y, yo + i);
        }
    }

    private static void log(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.log(at(x, xo + i)).intoArray(y, yo + i);
        }
    }

    private static void sqrt(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            at(x, xo + i).sqrt().intoArray(y, yo + i);
        }
    }

    private static void rsqrt(float[] x, int xo, float[] y, int yo, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        for (int i = 0; i < n; i += L) {
            one.div(at(x, xo + i).sqrt()).intoArray(y, yo + i);
        }
    }

    private static void reciprocal(float[] x, int xo, float[] y, int yo, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        for (int i = 0; i < n; i += L) {
            one.div(at(x, xo + i)).intoArray(y, yo + i);
        }
    }

    private static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.tanh(at(x, xo + i)).intoArray(y, yo + i);
        }
    }

    private static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.sigmoid(at(x, xo + i)).intoArray(y, yo + i);
        }
    }

    private static void erf(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.erf(at(x, xo + i)).intoArray(y, yo + i);
        }
    }

    private static void gelu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = at(x, xo + i);
            v.mul(VectorMath.normalCdf(v)).intoArray(y, yo + i);
        }
    }

    private static void geluTanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = at(x, xo + i);
            FloatVector t = VectorMath.tanh(geluInner(v));
            v.mul(0.5f).mul(t.add(1)).intoArray(y, yo + i);
        }
    }

    /// `√(2/π)(x + 0.044715x³)`.
    static FloatVector geluInner(FloatVector v) {
        return v.mul(v).mul(GELU_CUBE * GELU_SCALE).add(GELU_SCALE).mul(v);
    }

    private static void swish(float slope, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = at(x, xo + i);
            v.mul(VectorMath.sigmoid(v.mul(slope))).intoArray(y, yo + i);
        }
    }

    private static void affine(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector factor = FloatVector.broadcast(S, a);
        FloatVector term = FloatVector.broadcast(S, b);
        for (int i = 0; i < n; i += L) {
            at(x, xo + i).fma(factor, term).intoArray(y, yo + i);
        }
    }

    private static void clamp(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = at(x, xo + i);
            v = v.blend(a, v.compare(VectorOperators.LT, a));
            v.blend(b, v.compare(VectorOperators.GT, b)).intoArray(y, yo + i);
        }
    }

    private static void power(float a, float[] x, int xo, float[] y, int yo, int n) {
        if (a == 1) {
            System.arraycopy(x, xo, y, yo, n);
        } else if (a == 2) {
            square(x, xo, y, yo, n);
        } else {
            cube(x, xo, y, yo, n);
        }
    }

    private static void square(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = at(x, xo + i);
            v.mul(v).intoArray(y, yo + i);
        }
    }

    private static void cube(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = at(x, xo + i);
            v.mul(v).mul(v).intoArray(y, yo + i);
        }
    }
}
