package io.blip2j.nn;

import io.blip2j.core.tensor.Tensor;

/// `y = weight · x/√(mean(x²) + eps)` over the last axis.
///
/// | tensor | shape |
/// |---|---|
/// | x, y | `[..., hidden]` |
/// | weight | `[hidden]` |
///
/// **Source:** `T5LayerNorm`.
public final class RmsNorm extends Module {
    private final Parameter weight;
    private final double eps;

    public RmsNorm(int hidden, double eps) {
        weight = parameter("weight", hidden);
        this.eps = eps;
    }

    /// `[..., hidden]` to the same.
    public Tensor forward(Tensor x) {
        return io.blip2j.core.op.norm.RmsNorm.of(x, weight.tensor(), eps);
    }
}
