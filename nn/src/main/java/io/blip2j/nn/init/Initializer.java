package io.blip2j.nn.init;

import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.Shape;
import java.util.Arrays;

/// How a parameter's first values are made.
public sealed interface Initializer {
    /// Values of a parameter in row-major order.
    /// @param key random numbers of their own for each parameter
    float[] values(Shape shape, RandomKey key);

    /// One number everywhere.
    record Constant(double value) implements Initializer {
        @Override
        public float[] values(Shape shape, RandomKey key) {
            float[] values = new float[shape.size()];
            Arrays.fill(values, (float) value);
            return values;
        }
    }

    /// Normal with mean 0.
    record Normal(double std) implements Initializer {
        @Override
        public float[] values(Shape shape, RandomKey key) {
            float[] values = new float[shape.size()];
            Philox.normal(key, values);
            for (int i = 0; i < values.length; i++) {
                values[i] *= (float) std;
            }
            return values;
        }
    }

    /// Normal with mean 0, drawn again beyond two standard deviations.
    ///
    /// **Source:** timm's `trunc_normal_`, with the bounds in units of `std`.
    record TruncatedNormal(double std) implements Initializer {
        private static final int BOUND = 2;

        @Override
        public float[] values(Shape shape, RandomKey key) {
            float[] values = new float[shape.size()];
            Philox.normal(key, values);
            float[] more = values.clone();
            int redraws = 0;
            for (int i = 0; i < values.length; i++) {
                while (Math.abs(values[i]) > BOUND) {
                    if (redraws % more.length == 0) {
                        Philox.normal(new RandomKey(key.seed(), 1 + redraws / more.length, key.stream(), 0), more);
                    }
                    values[i] = more[redraws++ % more.length];
                }
                values[i] *= (float) std;
            }
            return values;
        }
    }

    /// Normal with standard deviation `factor · columns^-½`, so that products keep the size of their input.
    ///
    /// **Source:** T5's `_init_weights`.
    record FanIn(double factor) implements Initializer {
        @Override
        public float[] values(Shape shape, RandomKey key) {
            return new Normal(factor / Math.sqrt(shape.dim(-1))).values(shape, key);
        }
    }

    /// Row `p` of a position table `[positions, hidden]`: `scale · sin(p·f_i)` in even columns and `scale ·
    /// cos(p·f_i)` in odd ones, `f_i = 10000^(-2i/hidden)`.
    ///
    /// **Source:** Vaswani et al., section 3.5.
    record Sinusoid(double scale) implements Initializer {
        @Override
        public float[] values(Shape shape, RandomKey key) {
            int hidden = shape.dim(1);
            float[] values = new float[shape.size()];
            for (int p = 0; p < shape.dim(0); p++) {
                for (int j = 0; j < hidden; j++) {
                    int pair = j / 2; // a sine and a cosine of one frequency
                    double angle = p * StrictMath.pow(10000, -2.0 * pair / hidden);
                    double wave = j % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
                    values[p * hidden + j] = (float) (scale * wave);
                }
            }
            return values;
        }
    }

    /// Given numbers, for tables that a recipe computes.
    record Given(float[] numbers) implements Initializer {
        public Given {
            numbers = numbers.clone();
        }

        @Override
        public float[] values(Shape shape, RandomKey key) {
            return numbers.clone();
        }
    }
}
