package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = erf x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · 2/√π · e^(-x²)`. Keeps `x`.
///
/// **Source:** PyTorch `erf`.
public record Erf() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.ERF;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }
}
