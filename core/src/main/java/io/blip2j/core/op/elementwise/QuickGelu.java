package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = x·σ(1.702x)`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · (σ + 1.702x·σ(1 - σ))`. Keeps `x`.
///
/// **Source:** CLIP, `QuickGELU`.
public record QuickGelu() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.QUICK_GELU;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }
}
