package io.blip2j.tools.bench;

import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;

/// The frozen model of a preset. Its modules are there at once, their values only where a part asks for them:
/// timing the language model does not fill the encoder.
public final class BenchModel {
    private final Preset preset;
    private final Backend backend;
    private final MatrixFormat weights;
    private final Clock clock;
    private final NoiseWeights noise;
    private final Blip2ForConditionalGeneration model;

    /// @param weights the format of all matrices
    /// @param seed of the values
    public BenchModel(Preset preset, Backend backend, MatrixFormat weights, long seed) {
        this(preset, backend, weights, seed, Clock.WALL);
    }

    /// @param weights the format of all matrices
    /// @param seed of the values
    /// @param clock what jobs are timed by
    public BenchModel(Preset preset, Backend backend, MatrixFormat weights, long seed, Clock clock) {
        this.clock = clock;
        this.preset = preset;
        this.backend = backend;
        this.weights = weights;
        noise = new NoiseWeights(backend, seed);
        model = fresh();
    }

    /// Another model of the preset, without any values.
    Blip2ForConditionalGeneration fresh() {
        return new Blip2ForConditionalGeneration(
                preset.config(),
                preset.language(),
                GenerationConfig.of(preset.config().text()),
                false);
    }

    /// The model, whose parts have values if they were asked for.
    public Blip2ForConditionalGeneration model() {
        return model;
    }

    /// Makes sure that modules have frozen values.
    public void fill(Module... modules) {
        for (Module module : modules) {
            noise.freeze(module, weights);
        }
        noise.release();
    }

    /// Makes sure that the Q-Former's queries have values.
    public void fillQueries() {
        noise.learn(model.queryTokens());
    }

    /// Small noise.
    public Tensor noise(int... dims) {
        return noise.noise(dims);
    }

    /// Pixels of a batch, `[batch, 3, side, side]`.
    Tensor pixels(int batch) {
        int side = preset.config().vision().imageSize();
        return noise(batch, preset.config().vision().channels(), side, side);
    }

    /// Ids that mean nothing, `[rows][length]`: neither special ids nor the image token.
    public long[][] ids(int rows, int length, int vocab) {
        int low = 8;
        long[][] ids = new long[rows][length];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < length; i++) {
                ids[row][i] = low + (31L * row + 7L * i) % (vocab - 2L * low);
            }
        }
        return ids;
    }

    /// Where values come from.
    NoiseWeights weightsSource() {
        return noise;
    }

    Preset preset() {
        return preset;
    }

    Backend backend() {
        return backend;
    }

    Clock clock() {
        return clock;
    }

    MatrixFormat weights() {
        return weights;
    }

    /// Mean bytes of a number in a matrix as it is kept, scales included.
    public double width() {
        return width(weights);
    }

    public static double width(MatrixFormat format) {
        return switch (format) {
            case F32 -> 4;
            case BF16, F16 -> 2;
            case INT8 -> 1; // one factor a row hardly counts
            case INT4 -> 0.5 + 2.0 / 32;
        };
    }
}
