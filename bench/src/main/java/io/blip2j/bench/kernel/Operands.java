package io.blip2j.bench.kernel;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;

/// Operands filled with normal numbers.
final class Operands {
    private Operands() {}

    /// A contiguous operand.
    static Operand normal(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.size()];
        Philox.normal(RandomKey.of(1, shape.toString()), values);
        return new Operand(Storage.of(DType.F32, values.length, values), Layout.contiguous(shape));
    }

    /// `[batch, heads, seq, dim]` as layers have it: a view of `[batch, seq, heads, dim]`.
    static Operand heads(int batch, int heads, int seq, int dim) {
        Operand rows = normal(batch, seq, heads, dim);
        return new Operand(rows.storage(), rows.layout().transpose(1, 2));
    }
}
