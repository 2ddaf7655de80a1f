package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = √x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy / (2y)`. Keeps `y`.
///
/// **Source:** PyTorch `sqrt`.
public record Sqrt() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.SQRT;
    }

    @Override
    public boolean keepsResult() {
        return true;
    }
}
