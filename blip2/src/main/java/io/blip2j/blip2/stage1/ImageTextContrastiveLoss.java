package io.blip2j.blip2.stage1;

import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.op.loss.SoftCrossEntropy;
import io.blip2j.core.tensor.Tensor;

/// Image-text contrast: `½·(CE(to_text) + CE(to_image))`, with
/// `to_text[i, n] = max_q image_q(i) · text(n) / temp` and `to_image[i, n] = max_q text(i) · image_q(n) / temp`.
///
/// | tensor | shape |
/// |---|---|
/// | images | `[batch, queries, features]`, normalised |
/// | texts | `[batch, features]`, normalised |
/// | to_text, to_image | `[batch, ranks·batch]` |
///
/// Own rows are compared with all ranks' columns, which are constants. Targets are the own pairs, smoothed by
/// `ε`; with `imageIds`, all samples of the same image: `(1-ε)·same/count + ε/n`.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.1 (ITC); LAVIS `blip2_qformer.py`: temperature learned from
/// 0.07 and never clamped, `ε = 0.1`.
final class ImageTextContrastiveLoss {
    static final double SMOOTHING = 0.1;

    private ImageTextContrastiveLoss() {}

    /// The loss and the similarities it came from.
    record Result(Tensor loss, Tensor toText, Tensor toImage) {}

    static Result of(Tensor images, Tensor texts, Tensor temperature, long[] imageIds, Gathering gathering) {
        int batch = texts.dim(0);
        Tensor allTexts = gathering.features(texts); // [all, features]
        Tensor allImages = gathering.features(images); // [all, queries, features]
        Tensor toText = Blip2ForImageTextRetrieval.similarity(images, allTexts).div(temperature);
        Tensor toImage = toEachImage(texts, allImages).div(temperature);
        if (imageIds == null) {
            long[] own = new long[batch];
            for (int i = 0; i < batch; i++) {
                own[i] = (long) gathering.first(batch) + i;
            }
            Tensor targets = Tensor.of(texts.backend(), own, batch);
            return new Result(mean(crossEntropy(toText, targets), crossEntropy(toImage, targets)), toText, toImage);
        }
        Tensor targets = sameImage(texts, imageIds, gathering.numbers(imageIds));
        Tensor loss = mean(
                SoftCrossEntropy.mean(toText, targets, SMOOTHING), SoftCrossEntropy.mean(toImage, targets, SMOOTHING));
        return new Result(loss, toText, toImage);
    }

    /// `max over queries of texts · images`, `[texts, images]`.
    private static Tensor toEachImage(Tensor texts, Tensor images) {
        int queries = images.dim(1);
        Tensor rows = images.reshape(images.dim(0) * queries, images.dim(2));
        return texts.matmul(rows.transpose(0, 1))
                .reshape(texts.dim(0), images.dim(0), queries)
                .max(2);
    }

    private static Tensor crossEntropy(Tensor logits, Tensor targets) {
        return CrossEntropy.mean(logits, targets, CrossEntropy.IGNORE, SMOOTHING);
    }

    private static Tensor mean(Tensor a, Tensor b) {
        return a.add(b).mul(0.5);
    }

    /// Rows that share their mass among all samples of the same image.
    private static Tensor sameImage(Tensor like, long[] own, long[] all) {
        float[] targets = new float[own.length * all.length];
        for (int i = 0; i < own.length; i++) {
            int count = 0;
            for (long id : all) {
                count += id == own[i] ? 1 : 0;
            }
            for (int n = 0; n < all.length; n++) {
                targets[i * all.length + n] = all[n] == own[i] ? 1f / count : 0;
            }
        }
        return Tensor.of(like.backend(), targets, own.length, all.length);
    }
}
