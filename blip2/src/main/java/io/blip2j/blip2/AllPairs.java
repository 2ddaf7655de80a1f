package io.blip2j.blip2;

import io.blip2j.blip2.evaluate.Reranking;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// Every picture against every text, as retrieval is evaluated: cosines of all pairs, then matching of the best.
///
/// Pictures are encoded twice instead of kept: the embeddings of COCO's 5,000 would take 7 GB.
///
/// **Source:** LAVIS `compute_sim_matrix`; texts are cut to 35 ids.
///
/// @param model that compares
/// @param tokenizer of the texts
/// @param processor of the pictures
record AllPairs(Blip2ForImageTextRetrieval model, Tokenizer tokenizer, ImageProcessor processor) {
    private static final int LONGEST_TEXT = 35;
    private static final int TEXTS_AT_ONCE = 32;

    /// Texts of one length.
    private record Rows(long[][] ids, long[][] mask) {}

    /// @param images number of pictures
    /// @param picture gives a picture by its number; asked twice
    /// @param candidates how many of each row are matched
    /// @param progress is told how many pictures were encoded, of twice as many
    Reranking scores(
            int images, IntFunction<Picture> picture, List<String> texts, int candidates, IntConsumer progress) {
        long[][] ids = new long[texts.size()][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = cut(PromptIds.forQFormer(
                    "text " + i, texts.get(i), tokenizer, model.config().qformer()));
        }
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            float[][] features = features(ids);
            float[][] cosine = new float[images][];
            for (int i = 0; i < images; i++) {
                cosine[i] = cosines(picture.apply(i), features);
                progress.accept(i + 1);
            }
            int[] done = {images};
            return Reranking.of(cosine, candidates, (image, wanted) -> {
                progress.accept(++done[0]);
                return logits(picture.apply(image), ids, wanted);
            });
        }
    }

    /// The first 34 ids and the last one.
    private static long[] cut(long[] ids) {
        if (ids.length <= LONGEST_TEXT) {
            return ids;
        }
        long[] shorter = Arrays.copyOf(ids, LONGEST_TEXT);
        shorter[LONGEST_TEXT - 1] = ids[ids.length - 1];
        return shorter;
    }

    private float[][] features(long[][] ids) {
        float[][] features = new float[ids.length][];
        for (int from = 0; from < ids.length; from += TEXTS_AT_ONCE) {
            int to = Math.min(from + TEXTS_AT_ONCE, ids.length);
            try (Step _ = Step.open()) {
                Rows rows = rows(Arrays.copyOfRange(ids, from, to));
                float[] flat =
                        model.textFeatures(rows.ids, rows.mask, Pass.EVALUATION).toFloats(); // [texts, features]
                int each = flat.length / (to - from);
                for (int i = from; i < to; i++) {
                    features[i] = Arrays.copyOfRange(flat, (i - from) * each, (i - from + 1) * each);
                }
            }
        }
        return features;
    }

    private float[] cosines(Picture picture, float[][] features) {
        if (features.length == 0) {
            return new float[0];
        }
        try (Step _ = Step.open()) {
            ImageKeys keys = keys(picture);
            Tensor queries = model.imageFeatures(
                    model.imagePass(keys, 1, Pass.EVALUATION).queries()); // [1, queries, features]
            float[] flat = new float[features.length * features[0].length];
            for (int i = 0; i < features.length; i++) {
                System.arraycopy(features[i], 0, flat, i * features[i].length, features[i].length);
            }
            Tensor words = Tensor.of(model.backend(), flat, features.length, features[0].length);
            return Blip2ForImageTextRetrieval.similarity(queries, words).toFloats(); // [1, texts]
        }
    }

    private float[] logits(Picture picture, long[][] ids, int[] wanted) {
        float[] logits = new float[wanted.length];
        try (Step _ = Step.open()) {
            ImageKeys keys = keys(picture);
            for (int from = 0; from < wanted.length; from += TEXTS_AT_ONCE) {
                int count = Math.min(TEXTS_AT_ONCE, wanted.length - from);
                long[][] some = new long[count][];
                for (int i = 0; i < count; i++) {
                    some[i] = ids[wanted[from + i]];
                }
                Rows rows = rows(some);
                try (Step _ = Step.open()) {
                    ImageKeys repeated = keys.select(Tensor.of(model.backend(), new long[count], count));
                    float[] pairs = model.matchLogits(
                                    model.jointPass(repeated, rows.ids, rows.mask, Pass.EVALUATION, Recorder.NONE))
                            .toFloats(); // [texts, 2]
                    for (int i = 0; i < count; i++) {
                        logits[from + i] = pairs[2 * i + 1];
                    }
                }
            }
        }
        return logits;
    }

    private ImageKeys keys(Picture picture) {
        Tensor pixels = Pixels.of(List.of(picture), processor, model.backend());
        boolean interpolate =
                Pixels.needsInterpolation(processor, model.config().vision());
        Tensor embeds = model.imageEmbeds(pixels, interpolate, Pass.EVALUATION, Recorder.NONE);
        return model.qformer().imageKeys(embeds, AttentionMask.none());
    }

    /// Texts filled up at the right to one length.
    private Rows rows(long[][] texts) {
        int longest = 0;
        for (long[] text : texts) {
            longest = Math.max(longest, text.length);
        }
        long[][] ids = new long[texts.length][longest];
        long[][] mask = new long[texts.length][longest];
        for (int i = 0; i < texts.length; i++) {
            Arrays.fill(ids[i], tokenizer.special().pad().orElse(0));
            System.arraycopy(texts[i], 0, ids[i], 0, texts[i].length);
            Arrays.fill(mask[i], 0, texts[i].length, 1);
        }
        return new Rows(ids, mask);
    }
}
