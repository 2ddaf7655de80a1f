package io.blip2j.bench.kernel;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.TensorAssert;

/// Random tensors on the backend under test, and the check that what is timed is also right.
final class Operands {
    /// The backend that the benchmarks time: the fastest, or the one that `-jvmArgsAppend -Dblip2j.backend=NAME`
    /// names.
    static final Backend BACKEND = Backends.select();

    private static final Backend PLAIN = Backends.named("scalar");

    private Operands() {}

    static Tensor random(String name, int... dims) {
        float[] values = new float[Shape.of(dims).size()];
        Philox.normal(RandomKey.of(1, name), values);
        return Tensor.of(BACKEND, values, dims);
    }

    static Tensor room(int... dims) {
        return Tensor.zeros(BACKEND, dims);
    }

    /// The same numbers for the plain loops.
    static Tensor plain(Tensor tensor) {
        return Tensor.of(PLAIN, tensor.toFloats(), tensor.shape().dims());
    }

    /// Refuses to time a kernel whose result is not that of the plain loops, for sums of `depth` terms.
    static void check(String kernel, Tensor got, Tensor expected, int depth) {
        TensorAssert.close(kernel, plain(got), expected, 1e-5, 4e-7 * (depth + 8));
    }
}
