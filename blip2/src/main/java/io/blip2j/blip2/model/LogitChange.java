package io.blip2j.blip2.model;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.memory.Step;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.nio.file.Path;

/// How far the logits of two folders of one model are apart: `‖other - logits‖ / ‖logits‖`, Euclidean, over all
/// words at all places of a fixed input: two pictures of noise, each with eight ids.
public final class LogitChange {
    private static final int IDS = 8;

    private LogitChange() {}

    /// @return the change, or NaN where the folder's model writes no answers
    public static double of(Path folder, Path other, Backend backend) {
        if (!RoundedCopy.answers(folder)) {
            return Double.NaN;
        }
        float[] exact = logits(folder, backend);
        float[] rounded = logits(other, backend);
        double error = 0;
        double size = 0;
        for (int i = 0; i < exact.length; i++) {
            double difference = (double) rounded[i] - exact[i];
            error += difference * difference;
            size += (double) exact[i] * exact[i];
        }
        return Math.sqrt(error / size);
    }

    private static float[] logits(Path folder, Backend backend) {
        Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.loadFrozen(folder, backend, null);
        int size = model.config().vision().imageSize();
        float[] pixels = new float[2 * 3 * size * size];
        Philox.normal(RandomKey.of(1, "logits"), pixels);
        long[][] ids = new long[2][];
        long[][] labels = new long[2][IDS];
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < IDS; i++) {
                labels[row][i] = word(model, row * IDS + i);
            }
            ids[row] = model.prompt(labels[row]);
        }
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Blip2Input input = Blip2Input.of(Tensor.of(backend, pixels, 2, 3, size, size), ids, null)
                    .withLabels(labels);
            return model.forward(input, Pass.EVALUATION, Recorder.NONE).logits().toFloats();
        }
    }

    /// Ids spread over the vocabulary, none of them an image token.
    private static long word(Blip2ForConditionalGeneration model, int number) {
        long id = (7919L * (number + 1)) % model.config().text().vocabSize();
        return id == model.config().imageToken() ? id - 1 : id;
    }
}
