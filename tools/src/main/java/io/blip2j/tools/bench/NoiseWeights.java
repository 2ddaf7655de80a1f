package io.blip2j.tools.bench;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.parallel.Workers;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import java.util.Arrays;

/// Values for a model that is only timed: small noise of deviation 0.02 for matrices, 1 for factors of norms, 0 for
/// biases.
///
/// One megabyte of Philox numbers, end to end, makes a long strip; a matrix is a window of it, read by the packer
/// where it lies. So billions of weights cost their packing and nothing else, and no two matrices are the same.
final class NoiseWeights {
    private static final int PERIOD = 1 << 18;
    private static final int CHUNK = 1 << 12;
    private static final float HALF_WIDTH = 0.02f * 1.7320508f; // of a uniform distribution with deviation 0.02
    private static final int STRIDE = 7919; // from one matrix's window to the next: prime, so that windows differ
    private static final float TEMPERATURE = 0.07f;

    private final Backend backend;
    private final long seed;
    private float[] strip = new float[0];
    private Tensor tensor;
    private int window;

    NoiseWeights(Backend backend, long seed) {
        this.backend = backend;
        this.seed = seed;
    }

    /// Noise of a shape, in an array of its own.
    Tensor noise(int... dims) {
        int size = Shape.of(dims).size();
        int at = next(size);
        return Tensor.of(backend, Arrays.copyOfRange(strip, at, at + size), dims);
    }

    /// Values that learn, for every parameter without one.
    void learn(Module module) {
        module.parameters().forEach(this::learn);
    }

    /// Values that learn.
    void learn(Parameter parameter) {
        if (!parameter.isSet()) {
            parameter.set(values(parameter));
        }
    }

    /// Frozen values, matrices in a format, for every parameter without one.
    void freeze(Module module, MatrixFormat format) {
        for (Parameter parameter : module.parameters()) {
            if (!parameter.isSet()) {
                boolean matrix = parameter.shape().rank() == 2;
                parameter.set(matrix ? view(parameter.shape()) : values(parameter));
                parameter.freeze(format);
            }
        }
    }

    /// Lets go of the strip.
    void release() {
        strip = new float[0];
        tensor = null;
    }

    private Tensor values(Parameter parameter) {
        int[] dims = parameter.shape().dims();
        if (dims.length == 0) {
            return Tensor.of(backend, new float[] {TEMPERATURE});
        }
        if (dims.length > 1) {
            return noise(dims);
        }
        float[] values = new float[dims[0]];
        Arrays.fill(values, parameter.path().endsWith("weight") ? 1 : 0);
        return Tensor.of(backend, values, dims);
    }

    private Tensor view(Shape shape) {
        int at = next(shape.size());
        return tensor.slice(0, at, at + shape.size()).reshape(shape.dims());
    }

    /// Start of the next window, the strip being long enough for it.
    private int next(int size) {
        window = (window + STRIDE) % PERIOD;
        if (strip.length < window + size) {
            float[] period = strip.length > 0 ? Arrays.copyOf(strip, PERIOD) : period();
            strip = new float[0]; // the collector may have it before the longer one is there
            tensor = null;
            float[] longer = new float[(size + 2 * PERIOD - 1) / PERIOD * PERIOD];
            Workers.shared()
                    .forEach(
                            longer.length / PERIOD, part -> System.arraycopy(period, 0, longer, part * PERIOD, PERIOD));
            strip = longer;
            tensor = Tensor.of(backend, strip, strip.length);
        }
        return window;
    }

    private float[] period() {
        float[] noise = new float[PERIOD];
        RandomKey key = RandomKey.of(seed, "bench");
        Workers.shared().forEach(PERIOD / CHUNK, chunk -> {
            Philox.uniform(key, 0, chunk * CHUNK, CHUNK, noise, chunk * CHUNK);
            for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
                noise[i] = (2 * noise[i] - 1) * HALF_WIDTH;
            }
        });
        return noise;
    }
}
