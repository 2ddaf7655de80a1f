package io.blip2j.core.backend;

/// Elementwise functions of one number, with up to two constants `a` and `b`.
///
/// The doc of each gives `y = f(x)` and `f'`, which the gradient kernel multiplies `dy` with.
public enum UnaryFunction {
    /// `y = x`.
    IDENTITY,
    /// `y = -x`; the sign of zero changes too.
    NEG,
    /// `y = |x|`; `f' = sign(x)`, 0 at 0.
    ABS,
    /// `y = max(x, 0)`, NaN stays; `f' = [x > 0]`.
    RELU,
    /// `y = e^x`; `f' = y`.
    EXP,
    /// `y = ln x`; `f' = 1/x`.
    LOG,
    /// `y = √x`; `f' = 1/(2y)`.
    SQRT,
    /// `y = 1/√x`; `f' = -y³/2`.
    RSQRT,
    /// `y = 1/x`; `f' = -y²`.
    RECIPROCAL,
    /// `y = tanh x`; `f' = 1 - y²`.
    TANH,
    /// `y = σ(x) = 1/(1 + e^-x)`; `f' = y(1 - y)`.
    SIGMOID,
    /// `y = erf x`; `f' = 2/√π · e^(-x²)`.
    ERF,
    /// `y = x·Φ(x)`, `Φ` by erf; `f' = Φ(x) + x·φ(x)`. Of -inf it is NaN, as the formula gives.
    GELU,
    /// `y = ½x(1 + tanh(√(2/π)(x + 0.044715x³)))`, T5's `gelu_new`.
    GELU_TANH,
    /// `y = x·σ(1.702x)`, CLIP's activation.
    QUICK_GELU,
    /// `y = x·σ(x)`.
    SILU,
    /// `y = a·x + b`; `f' = a`.
    AFFINE,
    /// `y = min(max(x, a), b)`, NaN stays; `f' = [a <= x <= b]`.
    CLAMP,
    /// `y = x^a`; `f' = a·x^(a-1)`, 0 where `a = 0`.
    POW_SCALAR
}
