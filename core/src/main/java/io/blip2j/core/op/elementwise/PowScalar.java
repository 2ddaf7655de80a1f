package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = x^exponent`.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · exponent · x^(exponent-1)`, 0 where the exponent is 0. Keeps `x`.
///
/// **Source:** PyTorch `pow`.
public record PowScalar(double exponent) implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.POW_SCALAR;
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    @Override
    public double a() {
        return exponent;
    }

    @Override
    public double b() {
        return 0;
    }
}
