package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.UnaryFunction;

/// Every [UnaryFunction] and its derivative, for one number in double precision.
///
/// Infinities go through the formulas as they stand: `x·Φ(x)` and `x·σ(x)` of -∞ are `-∞·0`, which is NaN; tanh, erf
/// and σ saturate.
final class ScalarFunctions {
    private static final double ROOT_HALF = StrictMath.sqrt(0.5);
    private static final double ROOT_2_OVER_PI = StrictMath.sqrt(2 / StrictMath.PI);
    private static final double CUBIC = 0.044715;
    private static final double QUICK = 1.702;

    private ScalarFunctions() {}

    /// `f(x)`.
    static double value(UnaryFunction f, double a, double b, double x) {
        return switch (f) {
            case IDENTITY -> x;
            case NEG -> -x;
            case ABS -> StrictMath.abs(x);
            case RELU -> x <= 0 ? 0 : x;
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case SQRT -> StrictMath.sqrt(x);
            case RSQRT -> 1 / StrictMath.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case TANH -> StrictMath.tanh(x);
            case SIGMOID -> sigmoid(x);
            case ERF -> ScalarErf.erf(x);
            case GELU -> x * normalCdf(x);
            case GELU_TANH -> 0.5 * x * (1 + StrictMath.tanh(cubic(x)));
            case QUICK_GELU -> x * sigmoid(QUICK * x);
            case SILU -> x * sigmoid(x);
            case AFFINE -> a * x + b;
            case CLAMP -> StrictMath.min(StrictMath.max(x, a), b);
            case POW_SCALAR -> StrictMath.pow(x, a);
        };
    }

    /// Whether [#derivative] is written with `y = f(x)`; the others are written with `x`.
    static boolean derivativeTakesResult(UnaryFunction f) {
        return switch (f) {
            case EXP, SQRT, RSQRT, RECIPROCAL, TANH, SIGMOID -> true;
            case IDENTITY, NEG, ABS, RELU, LOG, ERF, GELU, GELU_TANH, QUICK_GELU, SILU, AFFINE, CLAMP, POW_SCALAR ->
                false;
        };
    }

    /// `f'`, written with the result `v = f(x)` where [#derivativeTakesResult] says so, else with `v = x`.
    static double derivative(UnaryFunction f, double a, double b, double v) {
        return switch (f) {
            case IDENTITY -> 1;
            case NEG -> -1;
            case ABS -> StrictMath.signum(v);
            case RELU -> v > 0 ? 1 : 0;
            case EXP -> v;
            case LOG -> 1 / v;
            case SQRT -> 0.5 / v;
            case RSQRT -> -0.5 * v * v * v;
            case RECIPROCAL -> -v * v;
            case TANH -> 1 - v * v;
            case SIGMOID -> v * (1 - v);
            case ERF -> ScalarErf.derivative(v);
            case GELU -> normalCdf(v) + v * normalDensity(v);
            case GELU_TANH -> geluTanhDerivative(v);
            case QUICK_GELU -> siluDerivative(QUICK * v);
            case SILU -> siluDerivative(v);
            case AFFINE -> a;
            case CLAMP -> a <= v && v <= b ? 1 : 0;
            case POW_SCALAR -> a == 0 ? 0 : a * StrictMath.pow(v, a - 1);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /// Φ(x), by erfc so that it keeps its digits far to the left.
    private static double normalCdf(double x) {
        return 0.5 * ScalarErf.erfc(-x * ROOT_HALF);
    }

    private static double normalDensity(double x) {
        return 0.5 * ROOT_HALF * ScalarErf.derivative(x * ROOT_HALF);
    }

    private static double cubic(double x) {
        return ROOT_2_OVER_PI * (x + CUBIC * x * x * x);
    }

    private static double geluTanhDerivative(double x) {
        double tanh = StrictMath.tanh(cubic(x));
        double inner = ROOT_2_OVER_PI * (1 + 3 * CUBIC * x * x);
        return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * inner;
    }

    /// `(z·σ(z))' = σ(z) + z·σ(z)(1 - σ(z))`; also the derivative of `x·σ(cx)` at `z = cx`.
    private static double siluDerivative(double z) {
        double sigmoid = sigmoid(z);
        return sigmoid + z * sigmoid * (1 - sigmoid);
    }
}
