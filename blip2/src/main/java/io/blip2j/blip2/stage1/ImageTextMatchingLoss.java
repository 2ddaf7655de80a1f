package io.blip2j.blip2.stage1;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;

/// Image-text matching: `CE(logits, label)` over three pairs a sample: its own (1), its text with a wrong image
/// (0), its image with a wrong text (0).
///
/// | tensor | shape |
/// |---|---|
/// | logits | `[3·batch, 2]` |
///
/// What cross-attention sees of an image is computed once, by the image pass; a wrong image of the own rank takes the
/// same rows. Those of other ranks are projected here, their gradients flow back to them.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.1 (ITM); LAVIS `blip2_qformer.py`.
final class ImageTextMatchingLoss {
    private ImageTextMatchingLoss() {}

    /// The loss and the logits it came from.
    record Result(Tensor loss, Tensor logits) {}

    static Result of(
            Blip2ForImageTextRetrieval model,
            Stage1Batch batch,
            ImageKeys own,
            Negatives negatives,
            Gathering.Texts all,
            Gathering gathering,
            Pass pass) {
        int size = batch.size();
        int first = gathering.first(size);
        long[][] ids = new long[3 * size][];
        long[][] mask = new long[3 * size][];
        for (int i = 0; i < size; i++) {
            for (int part = 0; part < 3; part++) {
                int text = part < 2 ? first + i : negatives.texts()[i];
                ids[part * size + i] = all.ids()[text];
                mask[part * size + i] = all.mask()[text];
            }
        }
        // a sample's three pairs are three samples to dropout
        Pass triples = new Pass("itm", pass.training(), pass.seed(), pass.step(), 3 * pass.firstSample());
        ImageKeys images = images(model, batch, own, negatives, gathering);
        Tensor logits = model.matchLogits(model.jointPass(images, ids, mask, triples, Recorder.NONE));
        long[] labels = new long[3 * size];
        java.util.Arrays.fill(labels, 0, size, 1);
        return new Result(CrossEntropy.mean(logits, Tensor.of(logits.backend(), labels, labels.length)), logits);
    }

    private static ImageKeys images(
            Blip2ForImageTextRetrieval model,
            Stage1Batch batch,
            ImageKeys own,
            Negatives negatives,
            Gathering gathering) {
        int size = batch.size();
        Tensor embeds = batch.imageEmbeds();
        if (gathering.ranks().size() == 1) {
            long[] rows = new long[3 * size];
            for (int i = 0; i < size; i++) {
                rows[i] = i;
                rows[size + i] = negatives.images()[i];
                rows[2 * size + i] = i;
            }
            return own.select(Tensor.of(embeds.backend(), rows, rows.length));
        }
        long[] rows = new long[size];
        for (int i = 0; i < size; i++) {
            rows[i] = negatives.images()[i];
        }
        Tensor wrong = IndexSelect.of(gathering.images(embeds), 0, Tensor.of(embeds.backend(), rows, size));
        return ImageKeys.behind(own, model.qformer().imageKeys(wrong, AttentionMask.none()), own);
    }
}
