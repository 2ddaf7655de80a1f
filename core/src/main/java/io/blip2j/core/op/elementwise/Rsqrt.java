package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = 1/√x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = -dy · y³ / 2`. Keeps `y`.
///
/// **Source:** PyTorch `rsqrt`.
public record Rsqrt() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.RSQRT;
    }

    @Override
    public boolean keepsResult() {
        return true;
    }
}
