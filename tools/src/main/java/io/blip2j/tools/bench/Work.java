package io.blip2j.tools.bench;

import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.qformer.QFormerConfig;
import io.blip2j.blip2.t5.T5Config;
import io.blip2j.blip2.vit.VisionConfig;

/// What a part of a model has to do: floating-point operations of its products (two a multiply-add), and bytes of
/// the weights and of the keys and values that it has to read once. Norms, softmax and activations are not
/// counted.
///
/// @param flops operations
/// @param bytes read
public record Work(double flops, double bytes) {
    private static final Work NONE = new Work(0, 0);

    private Work and(Work other) {
        return new Work(flops + other.flops, bytes + other.bytes);
    }

    Work times(double count) {
        return new Work(flops * count, bytes * count);
    }

    /// Backward as well: another product for the gradient of the input, and one for that of a weight that learns.
    Work withBackward(boolean learns) {
        return times(learns ? 3 : 2);
    }

    /// Rows times a matrix `[out, in]` of this many bytes a number.
    public static Work linear(double rows, double out, double in, double width) {
        return new Work(2 * rows * out * in, out * in * width);
    }

    /// Scores and weighted sums of all heads together.
    public static Work attention(double batch, double from, double to, double inner) {
        return new Work(4 * batch * from * to * inner, 2 * Float.BYTES * batch * to * inner);
    }

    /// The image encoder on a batch.
    public static Work vision(VisionConfig c, int batch, double width) {
        double tokens = c.tokens();
        double rows = batch * tokens;
        double hidden = c.hiddenSize();
        Work layer = linear(rows, 3 * hidden, hidden, width)
                .and(attention(batch, tokens, tokens, hidden))
                .and(linear(rows, hidden, hidden, width))
                .and(linear(rows, c.intermediateSize(), hidden, width))
                .and(linear(rows, hidden, c.intermediateSize(), width));
        double patch = (double) c.channels() * c.patchSize() * c.patchSize();
        return layer.times(c.layers()).and(linear(batch * (tokens - 1), hidden, patch, Float.BYTES));
    }

    /// Rows of queries or words through the Q-Former's layers, without what they see of images.
    static Work qformerRows(QFormerConfig c, double batch, double rows, double seen, double width) {
        double hidden = c.hiddenSize();
        double all = batch * rows;
        Work layer = linear(all, hidden, hidden, width)
                .times(4)
                .and(attention(batch, rows, seen, hidden))
                .and(linear(all, c.intermediateSize(), hidden, width))
                .and(linear(all, hidden, c.intermediateSize(), width));
        return layer.times(c.layers());
    }

    /// Queries that look at keys and values of images.
    static Work crossAttention(QFormerConfig c, double batch, double queries, double tokens, double width) {
        double hidden = c.hiddenSize();
        return linear(batch * queries, hidden, hidden, width)
                .times(2)
                .and(attention(batch, queries, tokens, hidden))
                .times(looking(c));
    }

    /// Keys and values of images for all layers that look.
    static Work imageKeys(QFormerConfig c, double batch, double tokens, double width) {
        return linear(batch * tokens, c.hiddenSize(), c.encoderHiddenSize(), width)
                .times(2.0 * looking(c));
    }

    private static int looking(QFormerConfig c) {
        int count = 0;
        for (int layer = 0; layer < c.layers(); layer++) {
            count += c.looksAtImage(layer) ? 1 : 0;
        }
        return count;
    }

    /// Queries that look at one another and at images, keys and values included.
    public static Work qformer(Blip2Config c, int batch, double width) {
        int tokens = c.vision().tokens();
        int queries = c.queries();
        return qformerRows(c.qformer(), batch, queries, queries, width)
                .and(crossAttention(c.qformer(), batch, queries, tokens, width))
                .and(imageKeys(c.qformer(), batch, tokens, width));
    }

    /// The language model reading prompts, with the logits of each row's last place.
    static Work prefill(Blip2Config c, int batch, int seq, double width) {
        return switch (c.text()) {
            case OptConfig o -> opt(o, batch, seq, seq, width).and(linear(batch, o.vocabSize(), o.hiddenSize(), width));
            case T5Config t -> {
                Work keys = linear(batch * (double) seq, t.inner(), t.hiddenSize(), width)
                        .times(2.0 * t.decoderLayers());
                yield t5(t, t.encoderLayers(), batch, seq, seq, width).and(keys).and(decode(c, batch, seq, 0, width));
            }
            default -> NONE;
        };
    }

    /// One more token a row.
    /// @param rows with beams
    /// @param prompt places of the prompt
    /// @param before places behind it, as a mean
    public static Work decode(Blip2Config c, int rows, int prompt, double before, double width) {
        return switch (c.text()) {
            case OptConfig o ->
                opt(o, rows, 1, prompt + before + 1, width).and(linear(rows, o.vocabSize(), o.hiddenSize(), width));
            case T5Config t -> {
                Work cross = linear(rows, t.inner(), t.hiddenSize(), width)
                        .times(2)
                        .and(attention(rows, 1, prompt, t.inner()))
                        .times(t.decoderLayers());
                yield t5(t, t.decoderLayers(), rows, 1, before + 1, width)
                        .and(cross)
                        .and(linear(rows, t.vocabSize(), t.hiddenSize(), width));
            }
            default -> NONE;
        };
    }

    /// OPT's layers.
    public static Work opt(OptConfig c, double batch, double rows, double seen, double width) {
        double hidden = c.hiddenSize();
        return linear(batch * rows, hidden, hidden, width)
                .times(4)
                .and(attention(batch, rows, seen, hidden))
                .and(linear(batch * rows, c.ffnDim(), hidden, width).times(2))
                .times(c.layers());
    }

    private static Work t5(T5Config c, int layers, double batch, double rows, double seen, double width) {
        return linear(batch * rows, c.inner(), c.hiddenSize(), width)
                .times(4)
                .and(attention(batch, rows, seen, c.inner()))
                .and(linear(batch * rows, c.ffnDim(), c.hiddenSize(), width).times(c.gated() ? 3 : 2))
                .times(layers);
    }

    /// From pixels to a caption of `words` ids.
    static Work caption(Blip2Config c, int batch, int beams, int seq, int words, double width) {
        return vision(c.vision(), batch, width)
                .and(qformer(c, batch, width))
                .and(prefill(c, batch, seq, width))
                .and(decode(c, batch * beams, seq, words / 2.0, width).times(words - 1.0));
    }

    /// A step of stage 1 from encoded images: keys of images, the image pass, text pass, three joint rows a
    /// sample, the captioning pass and its head.
    static Work stage1(Blip2Config c, int batch, int words) {
        QFormerConfig q = c.qformer();
        int queries = c.queries();
        int tokens = c.vision().tokens();
        double width = Float.BYTES;
        Work image = qformer(c, batch, width);
        Work text = qformerRows(q, batch, words, words, width);
        Work joint = qformerRows(q, 3.0 * batch, (double) queries + words, (double) queries + words, width)
                .and(crossAttention(q, 3.0 * batch, queries, tokens, width));
        Work language = qformerRows(q, batch, words, (double) queries + words, width)
                .and(linear(batch * (words - 1.0), q.vocabSize(), q.hiddenSize(), width));
        return image.and(text).and(joint).and(language).withBackward(true);
    }

    /// A step of stage 2 from encoded images: the image pass, which learns, and a language model that does not.
    /// @param labels words that are predicted
    /// @param width bytes of the language model's numbers
    static Work stage2(Blip2Config c, int batch, int seq, int labels, double width) {
        Work queries = qformer(c, batch, Float.BYTES)
                .and(linear(
                        (double) batch * c.queries(),
                        c.text().hiddenSize(),
                        c.qformer().hiddenSize(),
                        Float.BYTES));
        Work language = switch (c.text()) {
            case OptConfig o -> opt(o, batch, seq, seq, width);
            case T5Config t ->
                t5(t, t.encoderLayers(), batch, seq, seq, width)
                        .and(t5(t, t.decoderLayers(), batch, labels, labels, width));
            default -> NONE;
        };
        Work head =
                linear((double) batch * labels, c.text().vocabSize(), c.text().hiddenSize(), width);
        return queries.withBackward(true).and(language.and(head).withBackward(false));
    }
}
