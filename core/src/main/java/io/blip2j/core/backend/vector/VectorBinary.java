package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.backend.Operand;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = f(a, b)` over floats of any strides, `y` contiguous.
///
/// Both operands of the inner loop are contiguous: one that is broadcast or strided along it is first laid out in a
/// block of scratch.
final class VectorBinary {
    private VectorBinary() {}

    /// Whether `f` has a loop here; powers are left to the scalar kernels.
    static boolean covers(BinaryFunction f) {
        return f != BinaryFunction.POW;
    }

    static void apply(BinaryFunction f, Operand a, Operand b, Operand y) {
        Loops loops = Loops.of(y, a, b);
        float[] ya = y.storage().floats();
        float[] aa = a.storage().floats();
        float[] ba = b.storage().floats();
        int aStep = loops.step(1);
        int bStep = loops.step(2);
        loops.run((row, from, n) -> {
            Workspace own = Workspace.mine();
            float[] left = aa;
            int leftAt = loops.place(1, row) + from * aStep;
            if (aStep != 1) {
                left = own.row(Pieces.BLOCK);
                layOut(aa, leftAt, aStep, left, n);
                leftAt = 0;
            }
            float[] right = ba;
            int rightAt = loops.place(2, row) + from * bStep;
            if (bStep != 1) {
                right = own.second(Pieces.BLOCK);
                layOut(ba, rightAt, bStep, right, n);
                rightAt = 0;
            }
            block(f, left, leftAt, right, rightAt, ya, loops.place(0, row) + from, n, own.tails);
        });
    }

    /// `to[i] = from[o + i·step]`.
    static void layOut(float[] from, int o, int step, float[] to, int n) {
        if (step == 0) {
            Arrays.fill(to, 0, n, from[o]);
        } else {
            for (int i = 0; i < n; i++) {
                to[i] = from[o + i * step];
            }
        }
    }

    private static void block(
            BinaryFunction f, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n, float[] tail) {
        int whole = S.loopBound(n);
        loop(f, a, ao, b, bo, y, yo, whole);
        if (whole < n) {
            int rest = n - whole;
            System.arraycopy(a, ao + whole, tail, 0, rest);
            System.arraycopy(b, bo + whole, tail, L, rest);
            loop(f, tail, 0, tail, L, tail, 0, L);
            System.arraycopy(tail, 0, y, yo + whole, rest);
        }
    }

    private static void loop(BinaryFunction f, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        switch (f) {
            case ADD -> add(a, ao, b, bo, y, yo, n);
            case SUB -> sub(a, ao, b, bo, y, yo, n);
            case MUL -> mul(a, ao, b, bo, y, yo, n);
            case DIV -> div(a, ao, b, bo, y, yo, n);
            case MAXIMUM -> maximum(a, ao, b, bo, y, yo, n);
            case MINIMUM -> minimum(a, ao, b, bo, y, yo, n);
            case GREATER_SHARE -> greaterShare(a, ao, b, bo, y, yo, n);
            case POW -> throw new IllegalArgumentException("no vector loop for " + f);
        }
    }

    private static void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, a, ao + i).add(fromArray(S, b, bo + i)).intoArray(y, yo + i);
        }
    }

    private static void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, a, ao + i).sub(fromArray(S, b, bo + i)).intoArray(y, yo + i);
        }
    }

    private static void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, a, ao + i).mul(fromArray(S, b, bo + i)).intoArray(y, yo + i);
        }
    }

    private static void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, a, ao + i).div(fromArray(S, b, bo + i)).intoArray(y, yo + i);
        }
    }

    private static void maximum(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, a, ao + i).max(fromArray(S, b, bo + i)).intoArray(y, yo + i);
        }
    }

    private static void minimum(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            fromArray(S, a, ao + i).min(fromArray(S, b, bo + i)).intoArray(y, yo + i);
        }
    }

    private static void greaterShare(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        FloatVector zero = FloatVector.zero(S);
        for (int i = 0; i < n; i += L) {
            FloatVector v = fromArray(S, a, ao + i);
            FloatVector w = fromArray(S, b, bo + i);
            zero.blend(0.5f, v.compare(VectorOperators.EQ, w))
                    .blend(1, v.compare(VectorOperators.GT, w))
                    .intoArray(y, yo + i);
        }
    }
}
