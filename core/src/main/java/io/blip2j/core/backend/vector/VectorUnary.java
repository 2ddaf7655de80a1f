package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.backend.UnaryFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
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

    /// The slope in `x·σ(1.702x)`.
    static final float QUICK = 1.702f;

    private static final MethodHandle[] LOOPS = new MethodHandle[UnaryFunction.values().length];

    private static MethodHandle complementLoop = Outlined.of(MethodHandles.lookup(), "complement");

    static {
        for (UnaryFunction f : UnaryFunction.values()) {
            LOOPS[f.ordinal()] = Outlined.of(MethodHandles.lookup(), loopName(f));
        }
    }

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

    /// One block: at most [Pieces#BLOCK] elements, and whole vectors.
    static void loop(UnaryFunction f, float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        try {
            LOOPS[f.ordinal()].invokeExact(a, b, x, xo, y, yo, n);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
    }

    private static String loopName(UnaryFunction f) {
        return switch (f) {
            case IDENTITY -> "identity";
            case NEG -> "neg";
            case ABS -> "abs";
            case RELU -> "relu";
            case EXP -> "exp";
            case LOG -> "log";
            case SQRT -> "sqrt";
            case RSQRT -> "rsqrt";
            case RECIPROCAL -> "reciprocal";
            case TANH -> "tanh";
            case SIGMOID -> "sigmoid";
            case ERF -> "erf";
            case GELU -> "gelu";
            case GELU_TANH -> "geluTanh";
            case QUICK_GELU -> "quickGelu";
            case SILU -> "silu";
            case AFFINE -> "affine";
            case CLAMP -> "clamp";
            case POW_SCALAR -> "power";
        };
    }

    static void identity(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        System.arraycopy(x, xo, y, yo, n);
    }

    static void neg(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, x, xo + i).neg().intoArray(y, yo + i);
        }
    }

    static void abs(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, x, xo + i).abs().intoArray(y, yo + i);
        }
    }

    static void relu(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = fromArray(S, x, xo + i);
            v.blend(0, v.compare(VectorOperators.LT, 0)).intoArray(y, yo + i);
        }
    }

    static void exp(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.exp(fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
    }

    static void log(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.log(fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
    }

    static void sqrt(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, x, xo + i).sqrt().intoArray(y, yo + i);
        }
    }

    static void rsqrt(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        for (int i = 0; i < n; i += L) {
            one.div(fromArray(S, x, xo + i).sqrt()).intoArray(y, yo + i);
        }
    }

    static void reciprocal(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        for (int i = 0; i < n; i += L) {
            one.div(fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
    }

    static void tanh(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.tanh(fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
    }

    static void sigmoid(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.sigmoid(fromArray(S, x, xo + i)).intoArray(y, yo + i);
        }
    }

    static void erf(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        float[] complements = complements(1, x, xo, n);
        for (int i = 0; i < n; i += L) {
            VectorMath.erf(fromArray(S, x, xo + i), fromArray(S, complements, i))
                    .intoArray(y, yo + i);
        }
    }

    static void gelu(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        float[] complements = complements(VectorMath.SQRT_HALF, x, xo, n);
        for (int i = 0; i < n; i += L) {
            FloatVector v = fromArray(S, x, xo + i);
            v.mul(VectorMath.normalCdf(v, fromArray(S, complements, i))).intoArray(y, yo + i);
        }
    }

    /// `erfc(|x|·factor)` of one block, in this thread's workspace.
    static float[] complements(float factor, float[] x, int xo, int n) {
        float[] complements = Workspace.mine().row(Pieces.BLOCK);
        try {
            complementLoop.invokeExact(factor, x, xo, complements, n);
        } catch (Throwable problem) {
            throw Outlined.failed(problem);
        }
        return complements;
    }

    static void complement(float factor, float[] x, int xo, float[] y, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.complement(fromArray(S, x, xo + i).abs().mul(factor)).intoArray(y, i);
        }
    }

    static void geluTanh(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        float[] tanh = tanhs(x, xo, n);
        for (int i = 0; i < n; i += L) {
            fromArray(S, x, xo + i).mul(0.5f).mul(fromArray(S, tanh, i).add(1)).intoArray(y, yo + i);
        }
    }

    /// `tanh(√(2/π)(x + 0.044715x³))` of one block, in this thread's workspace.
    static float[] tanhs(float[] x, int xo, int n) {
        float[] tanh = Workspace.mine().row(Pieces.BLOCK);
        for (int i = 0; i < n; i += L) {
            geluInner(fromArray(S, x, xo + i)).intoArray(tanh, i);
        }
        loop(UnaryFunction.TANH, 0, 0, tanh, 0, tanh, 0, n);
        return tanh;
    }

    /// `√(2/π)(x + 0.044715x³)`.
    private static FloatVector geluInner(FloatVector v) {
        return v.mul(v).mul(GELU_CUBE * GELU_SCALE).add(GELU_SCALE).mul(v);
    }

    static void quickGelu(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = fromArray(S, x, xo + i);
            v.mul(VectorMath.sigmoid(v.mul(QUICK))).intoArray(y, yo + i);
        }
    }

    static void silu(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = fromArray(S, x, xo + i);
            v.mul(VectorMath.sigmoid(v)).intoArray(y, yo + i);
        }
    }

    static void affine(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector factor = FloatVector.broadcast(S, a);
        FloatVector term = FloatVector.broadcast(S, b);
        for (int i = 0; i < n; i += L) {
            fromArray(S, x, xo + i).fma(factor, term).intoArray(y, yo + i);
        }
    }

    static void clamp(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = fromArray(S, x, xo + i);
            v = v.blend(a, v.compare(VectorOperators.LT, a));
            v.blend(b, v.compare(VectorOperators.GT, b)).intoArray(y, yo + i);
        }
    }

    static void power(float a, float b, float[] x, int xo, float[] y, int yo, int n) {
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
            FloatVector v = fromArray(S, x, xo + i);
            v.mul(v).intoArray(y, yo + i);
        }
    }

    private static void cube(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = fromArray(S, x, xo + i);
            v.mul(v).mul(v).intoArray(y, yo + i);
        }
    }
}
