package io.blip2j.blip2.qformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Queries and words that are equal stay equal in a joint pass without images, unless dropout tells them apart:
/// it must, since both go through one self-attention.
class JointDropoutTest {
    private static final int ROWS = 4;
    private static final int HIDDEN = 12;

    @Test
    void queriesAndWordsDropApart() {
        for (Backend backend : Backends.available()) {
            assertEquals(0, distance(backend, 0.2, 0, false), 1e-5, backend.name() + " without dropout");
            assertTrue(distance(backend, 0.2, 0, true) > 0.05, backend.name() + " behind layers");
            assertTrue(distance(backend, 0, 0.2, true) > 0.05, backend.name() + " in attention");
        }
    }

    private static double distance(Backend backend, double dropout, double attentionDropout, boolean training) {
        QFormer model = new QFormer(new QFormerConfig(
                9, HIDDEN, 2, 2, 18, Activation.GELU, dropout, attentionDropout, 16, 0.02, 1e-12, 0, 2, 8, true));
        new Initialization()
                .rule(".*[nN]orm\\.weight", new Initializer.Constant(1))
                .rule(".*", new Initializer.Normal(0.3))
                .apply(model, backend, 3);
        Map<String, Parameter> byPath = new HashMap<>();
        model.parameters().forEach(parameter -> byPath.put(parameter.path(), parameter));
        byPath.forEach((path, parameter) -> {
            if (path.contains("_query.")) {
                parameter.set(byPath.get(path.replace("_query.", ".")).values());
            }
        });
        float[] values = new float[ROWS * HIDDEN];
        Philox.normal(RandomKey.of(1, "rows"), values);
        Tensor rows = Tensor.of(backend, values, 1, ROWS, HIDDEN);
        QFormer.Both both = model.joint(
                rows,
                rows,
                AttentionMask.none(),
                ImageKeys.none(2),
                new Pass("itm", training, 1, 1, 0),
                true,
                Recorder.NONE);
        float[] queries = both.queries().toFloats();
        float[] words = both.words().toFloats();
        double largest = 0;
        for (int i = 0; i < queries.length; i++) {
            largest = Math.max(largest, Math.abs(queries[i] - words[i]));
        }
        return largest;
    }
}
