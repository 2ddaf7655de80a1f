package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;

/// Dropout: `y = x · keep/(1 - p)`, where element `e` of sample `s` is kept if its Philox number is `>= p`.
///
/// **Source:** Srivastava et al., "Dropout" (JMLR 2014), in the inverted form, which needs nothing at inference.
final class ScalarDropout {
    private ScalarDropout() {}

    /// `x` and `y` `[samples, ...]`. The gradient is the same kernel on `dy`.
    static void dropout(Operand x, float p, RandomKey key, Operand y) {
        double[] values = Values.read(x);
        int samples = x.shape().rank() == 0 ? 1 : x.shape().dim(0);
        int count = samples == 0 ? 0 : values.length / samples;
        double[] keep = new double[count];
        for (int s = 0; s < samples; s++) {
            factors(p, key, s, 0, keep, count);
            for (int e = 0; e < count; e++) {
                int i = s * count + e;
                values[i] = keep[e] == 0 ? 0 : values[i] * keep[e];
            }
        }
        Values.write(values, y);
    }

    /// `factors[j] = keep/(1 - p)` for elements `from .. from+count-1` of a sample: `1/(1 - p)` or 0.
    static void factors(float p, RandomKey key, int sample, int from, double[] factors, int count) {
        float[] uniform = new float[count];
        Philox.uniform(key, sample, from, count, uniform, 0);
        double scale = 1 / (1 - (double) p);
        for (int j = 0; j < count; j++) {
            factors[j] = uniform[j] >= p ? scale : 0;
        }
    }
}
