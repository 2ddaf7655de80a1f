package io.blip2j.blip2;

import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.blip2.model.RetrievalFolder;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The part of a folder that compares pictures and texts.
final class Comparing {
    private final Blip2ForImageTextRetrieval model;
    private final Tokenizer tokenizer;
    private final ImageProcessor processor;

    private Comparing(Blip2ForImageTextRetrieval model, Tokenizer tokenizer, ImageProcessor processor) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.processor = processor;
    }

    static Comparing load(Place place, Blip2Options options) {
        try (ModelSource files = place.open()) {
            Blip2ForImageTextRetrieval model = RetrievalFolder.plan(files)
                    .load(files, options.backend(), parameter -> parameter.freeze(options.weights()));
            return new Comparing(model, Tokenizers.load(place.tokenizer()), place.images());
        }
    }

    /// A text to compare with.
    ///
    /// @param ids `[CLS] ... [SEP]`
    /// @param features `[1, features]`
    private record Text(long[] ids, Tensor features) {}

    /// A picture that may be looked at again.
    ///
    /// @param index its number
    /// @param embeds its embeddings, `[tokens * hidden]`
    /// @param itc its similarity
    private record Seen(int index, float[] embeds, double itc) {}

    AllPairs allPairs() {
        return new AllPairs(model, tokenizer, processor);
    }

    List<Match> match(List<Picture> pictures, String words) {
        List<Match> matches = new ArrayList<>();
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Text text = text(words);
            for (int from = 0; from < pictures.size(); from += Pixels.AT_ONCE) {
                List<Picture> some = pictures.subList(from, Math.min(from + Pixels.AT_ONCE, pictures.size()));
                try (Step _ = Step.open()) {
                    Tensor embeds = embeds(some);
                    ImageKeys keys = model.qformer().imageKeys(embeds, AttentionMask.none());
                    matches.addAll(matches(keys, similarity(keys, some.size(), text), text));
                }
            }
        }
        return matches;
    }

    List<Hit> search(Iterable<Picture> pictures, String words, int top, int reranked) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Text text = text(words);
            List<Seen> best = new ArrayList<>();
            List<Picture> some = new ArrayList<>();
            int count = 0;
            for (Picture picture : pictures) {
                some.add(picture);
                count++;
                if (some.size() == Pixels.AT_ONCE) {
                    see(some, count - some.size(), text, best, Math.max(top, reranked));
                    some.clear();
                }
            }
            see(some, count - some.size(), text, best, Math.max(top, reranked));
            List<Hit> hits = new ArrayList<>();
            for (int from = 0; from < best.size(); from += Pixels.AT_ONCE) {
                hits.addAll(lookAgain(best.subList(from, Math.min(from + Pixels.AT_ONCE, best.size())), text));
            }
            hits.sort(Comparator.comparingDouble((Hit hit) -> hit.match().score())
                    .reversed()
                    .thenComparingInt(Hit::index));
            return List.copyOf(hits.subList(0, Math.min(top, hits.size())));
        }
    }

    /// What the queries make of pictures.
    /// @param words a text that they read beside each picture, or null
    List<PictureFeatures> features(List<Picture> pictures, String words) {
        List<PictureFeatures> all = new ArrayList<>();
        for (int from = 0; from < pictures.size(); from += Pixels.AT_ONCE) {
            List<Picture> some = pictures.subList(from, Math.min(from + Pixels.AT_ONCE, pictures.size()));
            try (NoGrad _ = NoGrad.open();
                    Step _ = Step.open()) {
                Tensor embeds = embeds(some);
                ImageKeys keys = model.qformer().imageKeys(embeds, AttentionMask.none());
                Tensor queries =
                        model.imagePass(keys, some.size(), Pass.EVALUATION).queries(); // [images, queries, hidden]
                Tensor projected = model.imageFeatures(queries); // [images, queries, features]
                Tensor both = null;
                if (words != null) {
                    long[][] ids = new long[some.size()][];
                    Arrays.fill(ids, ids(words));
                    both = model.jointPass(keys, ids, null, Pass.EVALUATION, Recorder.NONE);
                }
                for (int i = 0; i < some.size(); i++) {
                    all.add(new PictureFeatures(
                            row(queries, i), row(projected, i), both == null ? null : row(both, i)));
                }
            }
        }
        return all;
    }

    private static Tensor row(Tensor rows, int index) {
        return rows.select(0, index).contiguous().keep();
    }

    /// What the Q-Former makes of a text alone.
    TextFeatures textFeatures(String words) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            long[] ids = ids(words);
            Tensor seen = model.textPass(new long[][] {ids}, null, ids.length, Pass.EVALUATION); // [1, seq, hidden]
            return new TextFeatures(row(seen, 0), row(model.textFeatures(seen), 0));
        }
    }

    private long[] ids(String words) {
        return PromptIds.forQFormer(
                "the text to compare with", words, tokenizer, model.config().qformer());
    }

    private Text text(String words) {
        long[] row = ids(words);
        return new Text(row, model.textFeatures(new long[][] {row}, null, Pass.EVALUATION));
    }

    private Tensor embeds(List<Picture> pictures) {
        Tensor pixels = Pixels.of(pictures, processor, model.backend());
        boolean interpolate =
                Pixels.needsInterpolation(processor, model.config().vision());
        return model.imageEmbeds(pixels, interpolate, Pass.EVALUATION, Recorder.NONE); // [images, tokens, hidden]
    }

    private float[] similarity(ImageKeys keys, int images, Text text) {
        Tensor features = model.imageFeatures(
                model.imagePass(keys, images, Pass.EVALUATION).queries());
        return Blip2ForImageTextRetrieval.similarity(features, text.features()).toFloats(); // [images, 1]
    }

    private List<Match> matches(ImageKeys keys, float[] itc, Text text) {
        long[][] ids = new long[itc.length][];
        Arrays.fill(ids, text.ids());
        float[] logits = model.matchLogits(model.jointPass(keys, ids, null, Pass.EVALUATION, Recorder.NONE))
                .toFloats(); // [images, 2]
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < itc.length; i++) {
            double no = logits[2 * i];
            double yes = logits[2 * i + 1];
            matches.add(new Match(1 / (1 + Math.exp(no - yes)), itc[i], yes));
        }
        return matches;
    }

    /// Puts pictures among the most similar ones so far.
    private void see(List<Picture> pictures, int first, Text text, List<Seen> best, int kept) {
        if (pictures.isEmpty()) {
            return;
        }
        try (Step _ = Step.open()) {
            Tensor embeds = embeds(pictures);
            ImageKeys keys = model.qformer().imageKeys(embeds, AttentionMask.none());
            float[] itc = similarity(keys, pictures.size(), text);
            float[] values = embeds.toFloats();
            int each = values.length / itc.length;
            for (int i = 0; i < itc.length; i++) {
                best.add(new Seen(first + i, Arrays.copyOfRange(values, i * each, (i + 1) * each), itc[i]));
            }
        }
        best.sort(Comparator.comparingDouble(Seen::itc).reversed().thenComparingInt(Seen::index));
        best.subList(Math.min(kept, best.size()), best.size()).clear();
    }

    private List<Hit> lookAgain(List<Seen> some, Text text) {
        int hidden = model.config().vision().hiddenSize();
        int each = some.getFirst().embeds().length;
        float[] values = new float[some.size() * each];
        float[] itc = new float[some.size()];
        for (int i = 0; i < itc.length; i++) {
            System.arraycopy(some.get(i).embeds(), 0, values, i * each, each);
            itc[i] = (float) some.get(i).itc();
        }
        List<Hit> hits = new ArrayList<>();
        try (Step _ = Step.open()) {
            Tensor embeds = Tensor.of(model.backend(), values, itc.length, each / hidden, hidden);
            List<Match> matches = matches(model.qformer().imageKeys(embeds, AttentionMask.none()), itc, text);
            for (int i = 0; i < itc.length; i++) {
                hits.add(new Hit(some.get(i).index(), matches.get(i)));
            }
        }
        return hits;
    }
}
