package io.blip2j.tools.quickstart;

import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.train.ImageTokens;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.tools.report.AttentionMap;
import io.blip2j.tools.report.AttentionPicture;
import java.util.ArrayList;
import java.util.List;

/// What the queries look at: cross-attention of the last layer that has it, heads averaged, the class token left out.
final class AttentionMaps {
    private AttentionMaps() {}

    static List<AttentionPicture> of(Blip2ForConditionalGeneration model, ImageTokens tokens, int... pictures) {
        List<AttentionPicture> all = new ArrayList<>();
        for (int picture : pictures) {
            try (Step _ = Step.open();
                    NoGrad _ = NoGrad.open()) {
                all.add(of(model, tokens, picture));
            }
        }
        return all;
    }

    private static AttentionPicture of(Blip2ForConditionalGeneration model, ImageTokens tokens, int picture) {
        ImageKeys keys =
                model.qformer().imageKeys(model.vision().imageEmbeds(tokens.of(picture)), AttentionMask.none());
        Tensor last = null;
        for (Tensor layer :
                model.qformer().imageProbabilities(model.queryTokens().tensor(), 1, keys)) {
            last = layer == null ? last : layer;
        }
        int heads = last.dim(1);
        int queries = last.dim(2);
        int cells = last.dim(3) - 1;
        int columns = model.config().vision().grid();
        double[] flat = last.toDoubles(); // [1, heads, queries, 1 + cells]
        double[] mean = new double[cells];
        List<AttentionMap> each = new ArrayList<>();
        for (int q = 0; q < queries; q++) {
            List<Double> weights = new ArrayList<>();
            for (int c = 0; c < cells; c++) {
                double sum = 0;
                for (int h = 0; h < heads; h++) {
                    sum += flat[(h * queries + q) * (cells + 1) + 1 + c];
                }
                weights.add(sum / heads);
                mean[c] += sum / heads / queries;
            }
            each.add(new AttentionMap("query " + (q + 1), columns, weights));
        }
        List<Double> together = new ArrayList<>();
        for (double weight : mean) {
            together.add(weight);
        }
        return new AttentionPicture(picture, new AttentionMap("all queries", columns, together), each, List.of());
    }
}
