package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = σ(x) = 1/(1 + e^-x)`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · y(1 - y)`. Keeps `y`.
///
/// **Source:** PyTorch `sigmoid`.
public record Sigmoid() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.SIGMOID;
    }

    @Override
    public boolean keepsResult() {
        return true;
    }
}
