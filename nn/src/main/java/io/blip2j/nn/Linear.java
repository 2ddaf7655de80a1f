package io.blip2j.nn;

import io.blip2j.core.tensor.Tensor;

/// `y = x·weightᵀ + bias`.
///
/// | tensor | shape |
/// |---|---|
/// | x | `[..., in]` |
/// | weight | `[out, in]` |
/// | bias | `[out]`, if there is one |
/// | y | `[..., out]` |
///
/// **Source:** PyTorch `nn.Linear`.
public final class Linear extends Module {
    private final Parameter weight;
    private final Parameter bias;

    public Linear(int in, int out, boolean withBias) {
        weight = parameter("weight", out, in);
        bias = withBias ? parameter("bias", out) : null;
    }

    /// `[..., in]` to `[..., out]`.
    public Tensor forward(Tensor x) {
        return apply(x, weight, bias);
    }

    /// Rows times a parameter `[out, in]` that may be packed: also for a head tied to an embedding.
    /// @param bias or null
    public static Tensor apply(Tensor x, Parameter weight, Parameter bias) {
        Tensor offset = bias == null ? null : bias.tensor();
        return weight.packed() != null
                ? io.blip2j.core.op.linear.Linear.of(x, weight.packed(), offset)
                : io.blip2j.core.op.linear.Linear.of(x, weight.tensor(), offset);
    }

    public Parameter weight() {
        return weight;
    }

    /// The bias, or null.
    public Parameter bias() {
        return bias;
    }
}
