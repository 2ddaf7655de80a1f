package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = x·σ(x)`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · (σ + x·σ(1 - σ))`. Keeps `x`.
///
/// **Source:** PyTorch `silu`.
public record Silu() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.SILU;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }
}
