package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = |x|`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · sign(x)`, 0 at 0. Keeps `x`.
///
/// **Source:** PyTorch `abs`.
public record Abs() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.ABS;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }
}
