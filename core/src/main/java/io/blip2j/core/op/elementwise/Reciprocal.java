package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = 1/x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = -dy · y²`. Keeps `y`.
///
/// **Source:** PyTorch `reciprocal`.
public record Reciprocal() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.RECIPROCAL;
    }

    @Override
    public boolean keepsResult() {
        return true;
    }
}
