package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = x·Φ(x)`, `Φ(x) = ½(1 + erf(x/√2))`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · (Φ(x) + x·φ(x))`, `φ(x) = e^(-x²/2)/√(2π)`. Keeps `x`.
///
/// **Source:** Hendrycks and Gimpel, arXiv 1606.08415; the exact form of ViT-g, the Q-Former and BLIP-2's FlanT5.
public record Gelu() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.GELU;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }
}
