package io.blip2j.core.testing;

import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;
import java.util.function.Function;

/// Gradients against central differences, in double on the scalar backend.
///
/// For `L = Σ f(x) · u` with random `u` and a random direction `d`, `(L(x + h·d) - L(x - h·d)) / 2h` must equal
/// `Σ dL/dx · d`, for each input by itself. A wrong sign, a forgotten factor or a missing term shows at once.
///
/// **Source:** the projection test of HIPS/autograd and JAX; PyTorch's step 1e-6.
public final class GradCheck {
    private static final double STEP = 1e-6;
    private static final double RELATIVE = 1e-4;
    private static final double ABSOLUTE = 1e-6;

    private GradCheck() {}

    /// Checks every floating input of `f`.
    /// @param what the operation's name, for the failure
    /// @param backend one that computes in F64
    /// @param f the operation; floating inputs are F64
    public static void check(String what, Backend backend, Function<Tensor[], Tensor> f, Tensor... inputs) {
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].dtype() == DType.F64 && inputs[i].shape().size() > 0) {
                checkInput(what, backend, f, inputs, i);
            }
        }
    }

    private static void checkInput(
            String what, Backend backend, Function<Tensor[], Tensor> f, Tensor[] inputs, int which) {
        Tensor x = inputs[which];
        double[] direction = normal(what + " direction " + which, x.shape().size());
        Tensor[] leaves = inputs.clone();
        leaves[which] = x.detach().withGradient();
        Tensor y = f.apply(leaves);
        Tensor upstream = Tensor.of(
                backend, normal(what + " upstream", y.shape().size()), y.shape().dims());
        Gradients gradients = y.backward(upstream);
        Tensor gradient = gradients.get(leaves[which]);
        double analytic = gradient == null ? 0 : dot(gradient.toDoubles(), direction);
        double numeric = (moved(f, inputs, which, direction, STEP, upstream)
                        - moved(f, inputs, which, direction, -STEP, upstream))
                / (2 * STEP);
        double scale = gradient == null ? 1 : Math.max(1, norm(gradient.toDoubles()));
        if (!(Math.abs(analytic - numeric) <= ABSOLUTE * scale + RELATIVE * Math.abs(numeric))) {
            throw new AssertionError(what + ": gradient of input " + which + " " + x.shape()
                    + " along a random direction is " + analytic + ", central differences give " + numeric);
        }
    }

    private static double moved(
            Function<Tensor[], Tensor> f,
            Tensor[] inputs,
            int which,
            double[] direction,
            double step,
            Tensor upstream) {
        double[] values = inputs[which].toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * direction[i];
        }
        Tensor[] changed = inputs.clone();
        changed[which] =
                Tensor.of(inputs[which].backend(), values, inputs[which].shape().dims());
        return dot(f.apply(changed).toDoubles(), upstream.toDoubles());
    }

    /// Standard normal numbers that depend on the name alone.
    public static double[] normal(String name, int count) {
        float[] floats = new float[count];
        Philox.normal(RandomKey.of(0, name), floats);
        double[] doubles = new double[count];
        for (int i = 0; i < count; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}
