package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = ln x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy / x`. Keeps `x`.
///
/// **Source:** PyTorch `log`.
public record Log() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.LOG;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }
}
