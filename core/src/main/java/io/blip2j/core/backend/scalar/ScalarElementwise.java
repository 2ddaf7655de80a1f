package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.backend.Comparison;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.shape.DType;

/// Functions of one or two numbers, comparisons and selection, element by element.
final class ScalarElementwise {
    private ScalarElementwise() {}

    /// `y = f(x)`.
    static void unary(UnaryFunction f, double a, double b, Operand x, Operand y) {
        double[] values = Values.read(x);
        for (int i = 0; i < values.length; i++) {
            values[i] = ScalarFunctions.value(f, a, b, values[i]);
        }
        Values.write(values, y);
    }

    /// `dx = dy · f'(x)`, where `y = f(x)`; only what `f'` is written with, `x` or `y`, is read.
    static void unaryGradient(UnaryFunction f, double a, double b, Operand x, Operand y, Operand dy, Operand dx) {
        double[] points = Values.read(ScalarFunctions.derivativeTakesResult(f) ? y : x);
        double[] gradient = Values.read(dy);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= ScalarFunctions.derivative(f, a, b, points[i]);
        }
        Values.write(gradient, dx);
    }

    /// `y = f(a, b)`.
    static void binary(BinaryFunction f, Operand a, Operand b, Operand y) {
        double[] left = Values.read(a);
        double[] right = Values.read(b);
        for (int i = 0; i < left.length; i++) {
            left[i] = apply(f, left[i], right[i]);
        }
        Values.write(left, y);
    }

    private static double apply(BinaryFunction f, double a, double b) {
        return switch (f) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case POW -> StrictMath.pow(a, b);
            case MAXIMUM -> StrictMath.max(a, b);
            case MINIMUM -> StrictMath.min(a, b);
            case GREATER_SHARE -> a > b ? 1 : a == b ? 0.5 : 0;
        };
    }

    /// `y = a how b`, as BOOL. NaN equals nothing; integers are compared as integers.
    static void compare(Comparison how, Operand a, Operand b, Operand y) {
        double[] answers = new double[y.shape().size()];
        if (a.dtype() == DType.I64 && b.dtype() == DType.I64) {
            long[] left = Values.readLongs(a);
            long[] right = Values.readLongs(b);
            for (int i = 0; i < answers.length; i++) {
                answers[i] = holds(how, left[i], right[i]) ? 1 : 0;
            }
        } else {
            double[] left = Values.read(a);
            double[] right = Values.read(b);
            for (int i = 0; i < answers.length; i++) {
                answers[i] = holds(how, left[i], right[i]) ? 1 : 0;
            }
        }
        Values.write(answers, y);
    }

    private static boolean holds(Comparison how, double a, double b) {
        return switch (how) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
            case AND -> a != 0 && b != 0;
            case OR -> a != 0 || b != 0;
            case XOR -> a != 0 ^ b != 0;
        };
    }

    private static boolean holds(Comparison how, long a, long b) {
        return switch (how) {
            case AND -> a != 0 && b != 0;
            case OR -> a != 0 || b != 0;
            case XOR -> a != 0 ^ b != 0;
            case EQ, NE, LT, LE, GT, GE -> holds(how, (double) Long.compare(a, b), 0.0);
        };
    }

    /// `y = mask ? a : b`, of any type.
    static void where(Operand mask, Operand a, Operand b, Operand y) {
        int[] maskPlaces = Storage.places(mask.layout());
        int[] aPlaces = Storage.places(a.layout());
        int[] bPlaces = Storage.places(b.layout());
        int[] yPlaces = Storage.places(y.layout());
        for (int i = 0; i < yPlaces.length; i++) {
            if (mask.storage().get(maskPlaces[i]) != 0) {
                Values.move(a.storage(), aPlaces[i], y.storage(), yPlaces[i]);
            } else {
                Values.move(b.storage(), bPlaces[i], y.storage(), yPlaces[i]);
            }
        }
    }
}
