package io.blip2j.core.autograd;

import io.blip2j.core.op.Op;
import io.blip2j.core.tensor.Tensor;
import java.util.function.Function;

/// A part of a model whose activations are not kept: backward runs its forward pass again, then differentiates.
///
/// The part must compute the same again: its random numbers are named ([io.blip2j.core.random.RandomKey]), not drawn,
/// so dropout inside repeats exactly. Parameters used inside get their gradients as usual.
///
/// **Source:** Chen et al., "Training deep nets with sublinear memory cost", arXiv 1604.06174.
public final class Recompute implements Op {
    private final Function<Tensor, Tensor> part;

    private Recompute(Function<Tensor, Tensor> part) {
        this.part = part;
    }

    /// `part(x)`, its inside forgotten until backward needs it.
    /// @param trained a tensor inside that wants a gradient although `x` may not, or null
    public static Tensor of(Function<Tensor, Tensor> part, Tensor x, Tensor trained) {
        return trained == null
                ? Autograd.apply(new Recompute(part), x)
                : Autograd.apply(new Recompute(part), x, trained);
    }

    @Override
    public Tensor forward(Tensor[] inputs, Saved saved) {
        saved.keep(inputs[0]);
        return part.apply(inputs[0].detach());
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        Tensor x = saved.get(0).detach();
        Tensor leaf = into.wants(0) ? x.withGradient() : x;
        Gradients inner;
        try (NoGrad _ = NoGrad.suspended()) {
            inner = Backward.run(part.apply(leaf), dy);
        }
        for (Tensor reached : inner.leaves()) {
            if (reached == leaf) {
                into.add(0, inner.get(leaf));
            } else {
                into.addLeaf(reached, inner.get(reached));
            }
        }
    }
}
