package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;

/// Copies, casts and fills, with any strides.
final class ScalarCopy {
    private ScalarCopy() {}

    /// `y = x`, converted to `y`'s type: floating to the nearest, ties to even, beyond the largest to infinity,
    /// subnormals kept; to integers toward zero.
    static void copy(Operand x, Operand y) {
        int[] from = Storage.places(x.layout());
        int[] to = Storage.places(y.layout());
        for (int i = 0; i < to.length; i++) {
            Values.move(x.storage(), from[i], y.storage(), to[i]);
        }
    }

    /// `y = value`.
    static void fill(Operand y, double value) {
        int[] places = Storage.places(y.layout());
        for (int place : places) {
            y.storage().set(place, value);
        }
    }
}
