package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = min(max(x, low), high)`; NaN stays.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · [low <= x <= high]`, the bounds included. Keeps `x`.
///
/// **Source:** PyTorch `clamp`.
public record Clamp(double low, double high) implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.CLAMP;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    @Override
    public double a() {
        return low;
    }

    @Override
    public double b() {
        return high;
    }
}
