package io.blip2j.blip2.stage1;

import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.List;

/// Image-grounded text: `CE(word i+1 | image, words 0..i)`, the first word being `[DEC]` in place of `[CLS]`.
///
/// | tensor | shape |
/// |---|---|
/// | hidden | `[batch, seq, hidden]` |
/// | logits | `[words, vocab]`: only places that have a next word |
///
/// The image is known by the queries' keys and values of the image pass alone, gradients included. Smoothed by
/// 0.1, mean over all words; padding does not count.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.1 (ITG); LAVIS `blip2_qformer.py`.
final class ImageGroundedTextLoss {
    private static final double SMOOTHING = 0.1;

    private ImageGroundedTextLoss() {}

    /// The loss and the last layer it came from.
    record Result(Tensor loss, Tensor hidden) {}

    static Result of(Stage1Model model, Stage1Batch batch, List<KeyValues> queryKeys, Pass pass) {
        long[][] ids = new long[batch.size()][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = batch.ids()[i].clone();
            ids[i][0] = model.startId();
        }
        AttentionMask mask = AttentionMask.of(batch.mask(), model.config().queries(), model.backend());
        Tensor hidden = model.qformer().language(model.embed(ids), mask, queryKeys, pass); // [batch, seq, hidden]
        int seq = ids[0].length;
        long[] rows = new long[ids.length * seq];
        long[] next = new long[ids.length * seq];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            for (int place = 0; place < seq - 1; place++) {
                if (batch.mask()[i][place + 1] != 0) {
                    rows[count] = (long) i * seq + place;
                    next[count++] = ids[i][place + 1];
                }
            }
        }
        Tensor counted = Tensor.of(model.backend(), java.util.Arrays.copyOf(rows, count), count);
        Tensor targets = Tensor.of(model.backend(), java.util.Arrays.copyOf(next, count), count);
        Tensor logits = model.logits(IndexSelect.of(hidden.reshape(ids.length * seq, hidden.dim(2)), 0, counted));
        return new Result(CrossEntropy.mean(logits, targets, CrossEntropy.IGNORE, SMOOTHING), hidden);
    }
}
