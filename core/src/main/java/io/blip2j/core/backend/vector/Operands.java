package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.DType;

/// What kernels ask of operands: whether a loop here covers them, and their parts.
final class Operands {
    private Operands() {}

    /// Floats of any strides.
    static boolean isFloat(Operand x) {
        return x.dtype() == DType.F32;
    }

    /// Contiguous floats.
    static boolean plain(Operand x) {
        return x.dtype() == DType.F32 && x.layout().isContiguous();
    }

    /// Contiguous longs.
    static boolean plainLongs(Operand x) {
        return x.dtype() == DType.I64 && x.layout().isContiguous();
    }

    /// Contiguous floats, and registers wide enough for sums in 64 lanes.
    static boolean summable(Operand x) {
        return Lanes.COUNT >= 8 && plain(x);
    }

    /// An operand's array.
    static float[] floats(Operand x) {
        return x.storage().floats();
    }

    /// Place of an operand's first element.
    static int at(Operand x) {
        return x.layout().offset();
    }

    /// Number of elements.
    static int size(Operand x) {
        return x.shape().size();
    }

    /// Size of the last axis; a scalar counts as one number.
    static int width(Operand x) {
        return x.shape().rank() == 0 ? 1 : x.shape().dim(-1);
    }

    /// How many rows of [#width(Operand)] numbers there are.
    static int rows(Operand x) {
        int width = width(x);
        return width == 0 ? 0 : size(x) / width;
    }
}
