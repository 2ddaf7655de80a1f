package io.blip2j.nn;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.tensor.Tensor;

/// `y = x · keep / (1 - p)` while training, `y = x` otherwise.
///
/// | tensor | shape |
/// |---|---|
/// | x, y | `[batch, ...]` |
///
/// Random numbers are named by the pass and by this module's path: a layer that runs again in backward drops the
/// same.
///
/// **Source:** PyTorch `nn.Dropout`.
public final class Dropout extends Module {
    private final double p;

    public Dropout(double p) {
        this.p = p;
    }

    /// `[batch, ...]` to the same.
    public Tensor forward(Tensor x, Pass pass) {
        if (p == 0 || !pass.training()) {
            return x;
        }
        return Autograd.apply(new io.blip2j.core.op.elementwise.Dropout((float) p, pass.key(path())), x);
    }

    /// Probability of dropping in this pass.
    public float probability(Pass pass) {
        return pass.training() ? (float) p : 0;
    }
}
