package io.blip2j.nn;

import io.blip2j.core.tensor.Tensor;

/// `y = (x - mean)/√(var + eps) · weight + bias` over the last axis.
///
/// | tensor | shape |
/// |---|---|
/// | x, y | `[..., hidden]` |
/// | weight, bias | `[hidden]` |
///
/// **Source:** PyTorch `nn.LayerNorm`. Each model has an eps of its own: 1e-6 (ViT-g in Hugging Face), 1e-12 (BERT,
/// Q-Former), 1e-5 (OPT, CLIP).
public final class LayerNorm extends Module {
    private final Parameter weight;
    private final Parameter bias;
    private final double eps;

    public LayerNorm(int hidden, double eps) {
        weight = parameter("weight", hidden);
        bias = parameter("bias", hidden);
        this.eps = eps;
    }

    /// `[..., hidden]` to the same.
    public Tensor forward(Tensor x) {
        return io.blip2j.core.op.norm.LayerNorm.of(x, weight.tensor(), bias.tensor(), eps);
    }
}
