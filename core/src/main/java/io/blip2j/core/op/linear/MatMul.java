package io.blip2j.core.op.linear;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.op.BinaryOp;
import io.blip2j.core.op.Check;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// `y = a·b` over the last two axes; leading axes broadcast.
///
/// | tensor | shape |
/// |---|---|
/// | a, da | `[..., m, k]` |
/// | b, db | `[..., k, n]` |
/// | y, dy | `[..., m, n]` |
///
/// Backward: `da = dy·bᵀ`, `db = aᵀ·dy`. Keeps each factor only if the other wants a gradient. Operands may be
/// strided.
///
/// **Source:** PyTorch `matmul`.
public record MatMul() implements BinaryOp {
    /// As above, and with vectors: a 1-D `a` is a row, a 1-D `b` a column, whose axis the result lacks.
    public static Tensor of(Tensor a, Tensor b) {
        if (a.rank() == 0 || b.rank() == 0) {
            throw new ShapeException(
                    "matmul", "needs at least 1 axis on both sides, got " + a.shape() + " and " + b.shape());
        }
        Tensor left = a.rank() == 1 ? a.unsqueeze(0) : a;
        Tensor right = b.rank() == 1 ? b.unsqueeze(1) : b;
        Tensor y = Autograd.apply(new MatMul(), left, right);
        if (a.rank() == 1) {
            y = y.reshape(y.shape().without(y.rank() - 2).dims());
        }
        return b.rank() == 1 ? y.reshape(y.shape().without(y.rank() - 1).dims()) : y;
    }

    /// Equal batches of matrices, nothing broadcast.
    public static Tensor batched(Tensor a, Tensor b) {
        Check.rank("bmm", "a", a, 3);
        Check.rank("bmm", "b", b, 3);
        if (a.dim(0) != b.dim(0)) {
            throw new ShapeException("bmm", "batches differ: " + a.shape() + " and " + b.shape());
        }
        return of(a, b);
    }

    @Override
    public Tensor forward(Tensor a, Tensor b, Saved saved) {
        Check.arithmetic("matmul", a, b);
        if (a.dim(-1) != b.dim(-2)) {
            throw new ShapeException(
                    "matmul",
                    "inner dimensions differ: left " + a.shape() + " ends in " + a.dim(-1) + ", right " + b.shape()
                            + " starts with " + b.dim(-2) + ". Transpose the right operand?");
        }
        saved.keep(saved.needs(1) ? a : b);
        saved.keep(saved.needs(0) ? b : a);
        return product(a, b);
    }

    private static Tensor product(Tensor a, Tensor b) {
        int m = a.dim(-2);
        int k = a.dim(-1);
        int n = b.dim(-1);
        Shape lead = Shape.broadcast("matmul", lead(a.shape()), lead(b.shape()));
        Tensor y = a.empty(lead.insert(lead.rank(), m).insert(lead.rank() + 1, n));
        if (k == 0) {
            y.kernels().fill(y.operand(), 0);
        } else if (y.shape().size() > 0) {
            int batch = lead.size();
            a.kernels()
                    .matmul(
                            flatBatch(a, lead),
                            flatBatch(b, lead),
                            new Operand(y.storage(), Layout.contiguous(Shape.of(batch, m, n))));
        }
        return y;
    }

    private static Shape lead(Shape shape) {
        return shape.without(shape.rank() - 1).without(shape.rank() - 2);
    }

    /// The operand as `[batch, rows, columns]`; a copy only where several leading axes do not merge into one stride.
    private static Operand flatBatch(Tensor x, Shape lead) {
        int rows = x.dim(-2);
        int columns = x.dim(-1);
        Layout full = x.layout().broadcastTo(lead.insert(lead.rank(), rows).insert(lead.rank() + 1, columns));
        Shape flat = Shape.of(lead.size(), rows, columns);
        Layout merged = full.reshape(flat);
        if (merged == null) {
            Tensor copy = x.view(full).contiguous();
            return new Operand(copy.storage(), copy.layout().reshape(flat));
        }
        return new Operand(x.storage(), merged);
    }

    @Override
    public Tensor backwardA(Tensor dy, Saved saved) {
        return product(dy, saved.get(1).transpose(-2, -1));
    }

    @Override
    public Tensor backwardB(Tensor dy, Saved saved) {
        return product(saved.get(0).transpose(-2, -1), dy);
    }
}
