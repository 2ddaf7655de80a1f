package io.blip2j.blip2.qformer;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.ArrayList;
import java.util.List;

/// The Q-Former: a few learned queries that look at an image, and words that may share its self-attention.
///
/// One stack of layers, four ways through it:
///
/// | pass | rows | each query sees | each word sees | used for |
/// |---|---|---|---|---|
/// | [#image] | queries | queries, image | | contrast, stage 2 |
/// | [#text] | words | | words | contrast |
/// | [#joint] | queries and words | queries, words, image | queries, words | matching; stage 2 with a question |
/// | [#language] | words | | kept queries, words so far | captioning |
///
/// | tensor | shape |
/// |---|---|
/// | queryTokens | `[1, queries, hidden]` |
/// | words, as embedded | `[batch, seq, hidden]` |
/// | result | `[batch, queries or seq, hidden]` |
///
/// Queries and words run through a layer as two tensors, since only their keys and values meet.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.1 and figure 2; transformers `Blip2QFormerModel`, whose names
/// these are; the four passes as in LAVIS `blip2_qformer.py`.
public final class QFormer extends Module {
    private final QFormerConfig config;
    private final LayerNorm norm;
    private final Dropout dropout;
    private final List<QFormerLayer> layers = new ArrayList<>();

    /// What the image pass leaves.
    ///
    /// @param queries the last layer's queries, `[batch, queries, hidden]`
    /// @param keys each layer's keys and values of the queries in self-attention, gradients included: the
    ///     language pass starts from them
    public record ImagePass(Tensor queries, List<KeyValues> keys) {}

    /// The last layer's rows of a joint pass.
    public record Both(Tensor queries, Tensor words) {}

    public QFormer(QFormerConfig config) {
        this.config = config;
        norm = child("layernorm", new LayerNorm(config.hiddenSize(), config.layerNormEps()));
        dropout = child("dropout", new Dropout(config.dropout()));
        for (int i = 0; i < config.layers(); i++) {
            layers.add(child("encoder.layer." + i, new QFormerLayer(config, config.looksAtImage(i))));
        }
    }

    /// Keys and values of images for all layers that look at them.
    /// @param imageEmbeds `[images, tokens, encoderHidden]`
    public ImageKeys imageKeys(Tensor imageEmbeds, AttentionMask mask) {
        List<KeyValues> keys = new ArrayList<>();
        for (QFormerLayer layer : layers) {
            keys.add(layer.imageKeyValues(imageEmbeds));
        }
        return new ImageKeys(keys, mask);
    }

    /// Queries that look at one another and at an image.
    public ImagePass image(Tensor queryTokens, int batch, ImageKeys image, Pass pass) {
        return image(queryTokens, batch, image, pass, Recorder.NONE);
    }

    /// As above, with a recorder.
    public ImagePass image(Tensor queryTokens, int batch, ImageKeys image, Pass pass, Recorder recorder) {
        List<KeyValues> kept = new ArrayList<>();
        Tensor x = queries(queryTokens, batch, pass, recorder);
        for (int i = 0; i < layers.size(); i++) {
            QFormerLayer layer = layers.get(i);
            KeyValues keys = layer.keyValues(x).expand(batch);
            kept.add(keys);
            x = layer.queries(x, keys, AttentionMask.none(), image.layers().get(i), image.mask(), pass);
            recorder.record("layer" + i, x);
        }
        return new ImagePass(x, kept);
    }

    /// Queries for the first layer: one set for all images, unless dropout makes them differ.
    private Tensor queries(Tensor queryTokens, int batch, Pass pass, Recorder recorder) {
        Tensor x = norm.forward(queryTokens); // [1, queries, hidden]
        Tensor each = x.expand(batch, -1, -1);
        recorder.record("embeddings", each);
        return dropout.probability(pass) == 0 ? x : dropout.forward(each, pass);
    }

    private Tensor words(Tensor embedded, Pass pass, Recorder recorder) {
        Tensor x = norm.forward(embedded); // [batch, seq, hidden]
        recorder.record("embeddings", x);
        return dropout.forward(x, pass);
    }

    /// Words that look at one another.
    /// @param rows how many of each text's first rows the last layer computes: all later ones only serve to be looked
    /// at
    public Tensor text(Tensor words, AttentionMask mask, int rows, Pass pass) {
        return text(words, mask, rows, pass, Recorder.NONE);
    }

    /// As above, with a recorder.
    public Tensor text(Tensor words, AttentionMask mask, int rows, Pass pass, Recorder recorder) {
        Tensor x = words(words, pass, recorder);
        for (int i = 0; i < layers.size(); i++) {
            QFormerLayer layer = layers.get(i);
            KeyValues keys = layer.keyValues(x);
            boolean last = i == layers.size() - 1 && rows < x.dim(1);
            x = layer.words(last ? x.slice(1, 0, rows).contiguous() : x, keys, mask, pass);
            recorder.record("layer" + i, x);
        }
        return x;
    }

    /// Queries that look at one another, at words and at an image; words that look at queries and words. Gives the
    /// queries.
    /// @param mask over queries and words: `AttentionMask.of(words, queries, backend)`
    public Tensor joint(Tensor queryTokens, Tensor words, AttentionMask mask, ImageKeys image, Pass pass) {
        return joint(queryTokens, words, mask, image, pass, false, Recorder.NONE)
                .queries();
    }

    /// As above, with choices.
    /// @param withWords whether the last layer's words are wanted too
    public Both joint(
            Tensor queryTokens,
            Tensor words,
            AttentionMask mask,
            ImageKeys image,
            Pass pass,
            boolean withWords,
            Recorder recorder) {
        Pass forWords = pass.named(pass.name() + "/words"); // dropout of queries and of words must differ
        Recorder[] embedded = {Recorder.NONE, Recorder.NONE};
        Tensor[] starts = new Tensor[2];
        if (recorder != Recorder.NONE) {
            embedded[0] = (_, value) -> starts[0] = value;
            embedded[1] = (_, value) -> starts[1] = value;
        }
        Tensor q = queries(queryTokens, words.dim(0), pass, embedded[0]); // [batch, queries, hidden]
        Tensor w = words(words, forWords, embedded[1]); // [batch, seq, hidden]
        record(recorder, "embeddings", starts[0], starts[1]);
        for (int i = 0; i < layers.size(); i++) {
            QFormerLayer layer = layers.get(i);
            KeyValues keys = behind(layer.keyValues(q).expand(w.dim(0)), layer.keyValues(w));
            Tensor nextQ = layer.queries(q, keys, mask, image.layers().get(i), image.mask(), pass);
            w = i < layers.size() - 1 || withWords ? layer.words(w, keys, mask, forWords) : null;
            q = nextQ;
            record(recorder, "layer" + i, q, w);
        }
        return new Both(q, w);
    }

    private static void record(Recorder recorder, String name, Tensor queries, Tensor words) {
        if (recorder != Recorder.NONE && words != null) {
            recorder.record(name, Concat.of(1, queries, words));
        }
    }

    /// Keys and values of two kinds of rows, `[batch, a + b, hidden]`.
    private static KeyValues behind(KeyValues a, KeyValues b) {
        return new KeyValues(Concat.of(1, a.keys(), b.keys()), Concat.of(1, a.values(), b.values()));
    }

    /// Words that look at the kept queries and at the words up to their own: a language model that knows the
    /// image by the queries alone.
    /// @param mask over queries and words, as in [#joint]
    /// @param queryKeys of [ImagePass]
    public Tensor language(Tensor words, AttentionMask mask, List<KeyValues> queryKeys, Pass pass) {
        Tensor x = words(words, pass, Recorder.NONE);
        for (int i = 0; i < layers.size(); i++) {
            QFormerLayer layer = layers.get(i);
            KeyValues queries = queryKeys.get(i);
            x = layer.causalWords(
                    x, behind(queries, layer.keyValues(x)), queries.keys().dim(1), mask, pass);
        }
        return x;
    }

    /// One more word `[batch, 1, hidden]` of a text that is being written.
    /// @param caches of each layer, begun with the kept queries; they grow by this word
    public Tensor nextWord(Tensor word, List<KeyValues> caches) {
        Tensor x = words(word, Pass.EVALUATION, Recorder.NONE);
        for (int i = 0; i < layers.size(); i++) {
            QFormerLayer layer = layers.get(i);
            KeyValues own = layer.keyValues(x);
            KeyValues cache = caches.get(i);
            cache.append(own.keys(), own.values());
            x = layer.words(x, cache, AttentionMask.ofLengths(cache.lengths()), Pass.EVALUATION);
        }
        return x;
    }

    /// Each layer's attention weights of queries on the image's tokens, `[batch, heads, queries, tokens]`, to be
    /// looked at; null for layers that do not look.
    public List<Tensor> imageProbabilities(Tensor queryTokens, int batch, ImageKeys image) {
        List<Tensor> probabilities = new ArrayList<>();
        Tensor x = queries(queryTokens, batch, Pass.EVALUATION, Recorder.NONE);
        AttentionMask all = AttentionMask.none();
        for (int i = 0; i < layers.size(); i++) {
            QFormerLayer layer = layers.get(i);
            KeyValues keys = layer.keyValues(x).expand(batch);
            KeyValues seen = image.layers().get(i);
            probabilities.add(seen == null ? null : layer.imageProbabilities(x, keys, all, seen, image.mask()));
            x = layer.queries(x, keys, all, seen, image.mask(), Pass.EVALUATION);
        }
        return probabilities;
    }

    /// Sizes and options.
    public QFormerConfig config() {
        return config;
    }
}
