package io.blip2j.core.op.elementwise;

import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.tensor.Tensor;

/// A function of each number by itself: `y = f(x)`, `dx = dy · f'(x)`, where `f'` is written with `x` or with `y`,
/// whichever is kept.
public interface Elementwise extends UnaryOp {
    /// The kernel's name for it.
    UnaryFunction function();

    /// Whether `f'` is computed from `y`; otherwise `x` is kept.
    boolean keepsResult();

    /// First constant of the function.
    default double a() {
        return 0;
    }

    /// Second constant of the function.
    default double b() {
        return 0;
    }

    @Override
    default Tensor forward(Tensor x, Saved saved) {
        Check.arithmetic(name(), x);
        Tensor from = x.contiguous();
        Tensor y = from.emptyLike();
        x.kernels().unary(function(), a(), b(), from.operand(), y.operand());
        saved.keep(keepsResult() ? y : from);
        return y;
    }

    @Override
    default Tensor backward(Tensor dy, Saved saved) {
        Tensor kept = saved.get(0);
        Tensor dx = kept.emptyLike();
        Tensor upstream = dy.contiguous();
        dy.kernels()
                .unaryGradient(function(), a(), b(), kept.operand(), kept.operand(), upstream.operand(), dx.operand());
        return dx;
    }
}
