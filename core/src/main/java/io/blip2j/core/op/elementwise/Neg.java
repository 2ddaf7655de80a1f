package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = -x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = -dy`. Keeps `x`.
///
/// **Source:** PyTorch `neg`.
public record Neg() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.NEG;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }
}
