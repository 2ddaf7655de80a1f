package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.testing.GradCheck;
import java.util.function.UnaryOperator;

/// Operands from numbers, and gradients by central differences, for tests of kernels.
final class Make {
    private static final double STEP = 1e-5;

    private Make() {}

    static Operand empty(DType type, int... dims) {
        Shape shape = Shape.of(dims);
        return new Operand(Storage.allocate(type, shape.size()), Layout.contiguous(shape));
    }

    static Operand of(DType type, double[] values, int... dims) {
        Operand operand = empty(type, dims);
        assertEquals(values.length, operand.shape().size());
        Values.write(values, operand);
        return operand;
    }

    static Operand f32(double[] values, int... dims) {
        return of(DType.F32, values, dims);
    }

    static Operand f64(double[] values, int... dims) {
        return of(DType.F64, values, dims);
    }

    static Operand f64(int... dims) {
        return empty(DType.F64, dims);
    }

    static Operand i64(long[] values, int... dims) {
        return new Operand(Storage.of(DType.I64, values.length, values), Layout.contiguous(Shape.of(dims)));
    }

    static Operand random(String name, int... dims) {
        return f64(GradCheck.normal(name, Shape.of(dims).size()), dims);
    }

    static Operand view(Operand x, UnaryOperator<Layout> change) {
        return new Operand(x.storage(), change.apply(x.layout()));
    }

    static double[] values(Operand x) {
        return x.storage().toDoubles(x.layout());
    }

    static long[] longs(Operand x) {
        return x.storage().toLongs(x.layout());
    }

    /// Runs `forward`, which reads `x` and writes `y`, around every element of `x`: `gradient[e]` must be the
    /// change of `Σ y · dy` with `x[e]`.
    static void checkGradient(String what, Operand x, Operand y, Operand dy, Operand gradient, Runnable forward) {
        double[] start = values(x);
        double[] given = values(gradient);
        double largest = 0;
        for (int e = 0; e < start.length; e++) {
            double numeric =
                    (moved(x, start, e, STEP, y, dy, forward) - moved(x, start, e, -STEP, y, dy, forward)) / (2 * STEP);
            largest = Math.max(largest, Math.abs(numeric));
            assertEquals(numeric, given[e], 1e-6 * Math.max(1, Math.abs(numeric)), what + ", element " + e);
        }
        assertTrue(start.length == 0 || largest > 0, what + ": nothing depends on this input");
        forward.run();
    }

    private static double moved(
            Operand x, double[] start, int e, double step, Operand y, Operand dy, Runnable forward) {
        double[] changed = start.clone();
        changed[e] += step;
        Values.write(changed, x);
        forward.run();
        Values.write(start, x);
        double[] result = values(y);
        double[] upstream = values(dy);
        double sum = 0;
        for (int i = 0; i < result.length; i++) {
            sum += result[i] * upstream[i];
        }
        return sum;
    }
}
