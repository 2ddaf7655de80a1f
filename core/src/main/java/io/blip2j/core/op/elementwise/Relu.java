package io.blip2j.core.op.elementwise;

import io.blip2j.core.backend.UnaryFunction;

/// `y = max(x, 0)`; NaN stays.
///
/// | tensor | shape |
/// |---|---|
/// | x, y, dy, dx | any, the same |
///
/// Backward: `dx = dy · [x > 0]`. Keeps `y`.
///
/// **Source:** PyTorch `relu`; OPT and T5 v1.0 feed-forward.
public record Relu() implements Elementwise {
    @Override
    public UnaryFunction function() {
        return UnaryFunction.RELU;
    }

    @Override
    public boolean keepsResult() {
        return true;
    }
}
