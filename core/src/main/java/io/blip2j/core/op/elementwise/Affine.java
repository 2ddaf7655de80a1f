package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.tensor.Tensor;

/// `y = alpha·x + beta`, two numbers for the whole tensor.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = alpha·dy`. Keeps nothing.
///
/// **Source:** definition.
public record Affine(double alpha, double beta) implements UnaryOp {
    @Override
    public Tensor forward(Tensor x, Saved saved) {
        Check.arithmetic("affine", x);
        Tensor from = x.contiguous();
        Tensor y = from.emptyLike();
        x.kernels().unary(UnaryFunction.AFFINE, alpha, beta, from.operand(), y.operand());
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        return dy.mul(alpha);
    }
}
