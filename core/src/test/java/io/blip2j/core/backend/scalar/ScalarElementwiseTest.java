package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.backend.Comparison;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.shape.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScalarElementwiseTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private final Kernels kernels = new ScalarKernels();

    @ParameterizedTest
    @EnumSource(UnaryFunction.class)
    void derivativesMatchDifferences(UnaryFunction f) {
        double a = f == UnaryFunction.CLAMP ? 0.5 : 1.7;
        double b = f == UnaryFunction.CLAMP ? 2.5 : -0.3;
        boolean positive = switch (f) {
            case LOG, SQRT, RSQRT, POW_SCALAR -> true;
            default -> false;
        };
        Operand x = Make.f64(
                positive ? new double[] {0.3, 0.8, 1.3, 2.2, 3.1} : new double[] {-2.7, -0.4, 0.3, 1.3, 3.1}, 5);
        Operand y = Make.f64(5);
        Operand dy = Make.random("unary", 5);
        Operand dx = Make.f64(5);
        Runnable forward = () -> kernels.unary(f, a, b, x, y);
        forward.run();
        kernels.unaryGradient(f, a, b, x, y, dy, dx);
        Make.checkGradient(f.name(), x, y, dy, dx, forward);
    }

    @Test
    void infinitiesGoThroughTheFormulas() {
        double[] x = {-INF, INF, NAN};
        assertArrayEquals(new double[] {NAN, INF, NAN}, f32(UnaryFunction.GELU, x));
        assertArrayEquals(new double[] {NAN, INF, NAN}, f32(UnaryFunction.GELU_TANH, x));
        assertArrayEquals(new double[] {NAN, INF, NAN}, f32(UnaryFunction.QUICK_GELU, x));
        assertArrayEquals(new double[] {NAN, INF, NAN}, f32(UnaryFunction.SILU, x));
        assertArrayEquals(new double[] {-1, 1, NAN}, f32(UnaryFunction.TANH, x));
        assertArrayEquals(new double[] {-1, 1, NAN}, f32(UnaryFunction.ERF, x));
        assertArrayEquals(new double[] {0, 1, NAN}, f32(UnaryFunction.SIGMOID, x));
        assertArrayEquals(new double[] {0, INF, NAN}, f32(UnaryFunction.RELU, x));
        assertArrayEquals(new double[] {-0.0, 0.0, INF}, f32(UnaryFunction.NEG, new double[] {0.0, -0.0, -INF}));
    }

    @Test
    void cornersHaveTheAgreedGradient() {
        assertEquals(0, ScalarFunctions.derivative(UnaryFunction.ABS, 0, 0, 0));
        assertEquals(0, ScalarFunctions.derivative(UnaryFunction.RELU, 0, 0, 0));
        assertEquals(1, ScalarFunctions.derivative(UnaryFunction.CLAMP, -1, 2, -1));
        assertEquals(1, ScalarFunctions.derivative(UnaryFunction.CLAMP, -1, 2, 2));
        assertEquals(0, ScalarFunctions.derivative(UnaryFunction.CLAMP, -1, 2, 2.1));
        assertEquals(0, ScalarFunctions.derivative(UnaryFunction.POW_SCALAR, 0, 0, 0));
    }

    private double[] f32(UnaryFunction f, double[] x) {
        Operand y = Make.empty(DType.F32, x.length);
        kernels.unary(f, 0, 0, Make.f32(x, x.length), y);
        return Make.values(y);
    }

    @Test
    void binaryFunctionsBroadcastByStrides() {
        Operand a = Make.view(Make.f32(new double[] {1, 4}, 2, 1), l -> l.expand(2, 3));
        Operand b = Make.view(Make.f32(new double[] {2, 4, NAN}, 3), l -> l.expand(2, 3));
        assertArrayEquals(new double[] {3, 5, NAN, 6, 8, NAN}, binary(BinaryFunction.ADD, a, b));
        assertArrayEquals(new double[] {0.5, 0.25, NAN, 2, 1, NAN}, binary(BinaryFunction.DIV, a, b));
        assertArrayEquals(new double[] {2, 4, NAN, 4, 4, NAN}, binary(BinaryFunction.MAXIMUM, a, b));
        assertArrayEquals(new double[] {1, 1, NAN, 2, 4, NAN}, binary(BinaryFunction.MINIMUM, a, b));
        assertArrayEquals(new double[] {0, 0, 0, 1, 0.5, 0}, binary(BinaryFunction.GREATER_SHARE, a, b));
    }

    private double[] binary(BinaryFunction f, Operand a, Operand b) {
        Operand y = Make.empty(DType.F32, 2, 3);
        kernels.binary(f, a, b, y);
        return Make.values(y);
    }

    @Test
    void integersAreComparedAndTakenExactly() {
        long big = 1L << 60;
        Operand a = Make.i64(new long[] {big, big + 1, 3}, 3);
        Operand b = Make.i64(new long[] {big + 1, big + 1, 2}, 3);
        Operand less = Make.empty(DType.BOOL, 3);
        kernels.compare(Comparison.LT, a, b, less);
        assertArrayEquals(new long[] {1, 0, 0}, Make.longs(less));
        Operand chosen = Make.empty(DType.I64, 3);
        kernels.where(less, a, b, chosen);
        assertArrayEquals(new long[] {big, big + 1, 2}, Make.longs(chosen));
    }

    @Test
    void nanEqualsNothingAndMasksCombine() {
        Operand a = Make.f32(new double[] {NAN, 1, NAN}, 3);
        Operand b = Make.f32(new double[] {NAN, 1, 0}, 3);
        Operand y = Make.empty(DType.BOOL, 3);
        kernels.compare(Comparison.EQ, a, b, y);
        assertArrayEquals(new long[] {0, 1, 0}, Make.longs(y));
        kernels.compare(Comparison.NE, a, b, y);
        assertArrayEquals(new long[] {1, 0, 1}, Make.longs(y));
        Operand left = Make.of(DType.BOOL, new double[] {0, 1, 1}, 3);
        Operand right = Make.of(DType.BOOL, new double[] {0, 1, 0}, 3);
        kernels.compare(Comparison.XOR, left, right, y);
        assertArrayEquals(new long[] {0, 0, 1}, Make.longs(y));
    }
}
