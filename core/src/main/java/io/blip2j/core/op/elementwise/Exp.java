package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = e^x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · y`. Keeps `y`.
///
/// **Source:** PyTorch `exp`.
public record Exp() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.EXP;
    }

    @Override
    public boolean keepsResult() {
        return true;
    }
}
