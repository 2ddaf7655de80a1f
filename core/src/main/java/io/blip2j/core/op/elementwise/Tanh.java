package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = tanh x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · (1 - y²)`. Keeps `y`.
///
/// **Source:** PyTorch `tanh`.
public record Tanh() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.TANH;
    }

    @Override
    public boolean keepsResult() {
        return true;
    }
}
