package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = ½x(1 + tanh u)`, `u = √(2/π)(x + 0.044715x³)`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · (½(1 + tanh u) + ½x(1 - tanh² u)·u')`. Keeps `x`.
///
/// **Source:** Hugging Face `gelu_new`, stock T5 v1.1's activation.
public record GeluTanh() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.GELU_TANH;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }
}
