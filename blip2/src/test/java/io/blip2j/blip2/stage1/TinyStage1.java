package io.blip2j.blip2.stage1;

import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.qformer.QFormerConfig;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;

/// A small stage 1 with random weights and batches for it.
final class TinyStage1 {
    static final int TOKENS = 5;
    static final int SEQ = 7;
    private static final int HIDDEN = 12;
    private static final int VOCAB = 23;

    private TinyStage1() {}

    static Stage1Model model(Backend backend, DType type, double dropout) {
        VisionConfig vision =
                new VisionConfig(VisionConfig.BLIP2, HIDDEN, 20, 2, 2, 8, 4, 3, Activation.GELU, 1e-6, dropout, true);
        QFormerConfig qformer = new QFormerConfig(
                VOCAB, HIDDEN, 3, 2, 18, Activation.GELU, dropout, dropout, 16, 0.02, 1e-12, 0, 2, HIDDEN, true);
        Stage1Model model = new Stage1Model(new RetrievalConfig(vision, qformer, 4, 6, -1), VOCAB - 1);
        new Initialization()
                .rule("temp", new Initializer.Constant(0.3))
                .rule(".*[nN]orm[12]?\\.weight", new Initializer.Constant(1))
                .rule(".*", new Initializer.Normal(0.3))
                .apply(model, backend, 5);
        for (Parameter parameter : model.parameters()) {
            parameter.set(parameter.values().cast(type));
        }
        return model;
    }

    static Tensor normal(Backend backend, DType type, String name, int... dims) {
        int size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        float[] values = new float[size];
        Philox.normal(RandomKey.of(1, name), values);
        return Tensor.of(backend, values, dims).cast(type);
    }

    /// Texts of different lengths, the first as long as `SEQ`.
    static long[][] ids(int samples) {
        long[][] ids = new long[samples][SEQ];
        for (int i = 0; i < samples; i++) {
            for (int place = 0; place < SEQ - i % 4; place++) {
                ids[i][place] = 1 + (7 * i + 3 * place) % (VOCAB - 2);
            }
        }
        return ids;
    }

    static long[][] mask(long[][] ids) {
        long[][] mask = new long[ids.length][SEQ];
        for (int i = 0; i < ids.length; i++) {
            for (int place = 0; place < SEQ; place++) {
                mask[i][place] = ids[i][place] != 0 ? 1 : 0;
            }
        }
        return mask;
    }

    /// Samples whose image embeddings are given.
    static Stage1Batch batch(Tensor imageEmbeds, Stage1Batch.Negatives negatives) {
        long[][] ids = ids(imageEmbeds.dim(0));
        return new Stage1Batch(imageEmbeds, ids, mask(ids), null, negatives);
    }
}
