package io.blip2j.core.op;

import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// The error texts about shapes, types and indices: what was expected, what came, how to mend it.
public final class Check {
    private Check() {}

    /// Refuses a type that the backends do not add and multiply in.
    public static void arithmetic(String op, Tensor... tensors) {
        for (Tensor tensor : tensors) {
            if (!tensor.dtype().hasArithmetic()) {
                throw new ShapeException(op, "no arithmetic in " + tensor.dtype() + ". Cast first: x.cast(DType.F32)");
            }
            if (tensor.dtype() != tensors[0].dtype()) {
                throw new ShapeException(
                        op,
                        "operands are " + tensors[0].dtype() + " and " + tensor.dtype() + ". Cast one: x.cast(DType."
                                + tensors[0].dtype() + ")");
            }
        }
    }

    /// Refuses another type than the one expected.
    public static void type(String op, String what, Tensor tensor, DType expected) {
        if (tensor.dtype() != expected) {
            throw new ShapeException(op, what + " must be " + expected + ", got " + tensor.dtype());
        }
    }

    /// Refuses another shape than the one expected.
    public static void shape(String op, String what, Tensor tensor, int... expected) {
        Shape wanted = Shape.of(expected);
        if (!tensor.shape().equals(wanted)) {
            throw new ShapeException(op, what + " must have shape " + wanted + ", got " + tensor.shape());
        }
    }

    /// Refuses another number of axes than the one expected.
    public static void rank(String op, String what, Tensor tensor, int expected) {
        if (tensor.shape().rank() != expected) {
            throw new ShapeException(op, what + " must have " + expected + " axes, got " + tensor.shape());
        }
    }

    /// Refuses ids or indices outside `0 .. bound-1`.
    /// @return their values, which looking them up has to read anyway
    public static long[] indices(String op, String what, Tensor index, int bound) {
        type(op, what, index, DType.I64);
        long[] values = index.toLongs();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= bound) {
                throw new ShapeException(
                        op, what + " " + values[i] + " at place " + i + " is outside 0.." + (bound - 1));
            }
        }
        return values;
    }
}
