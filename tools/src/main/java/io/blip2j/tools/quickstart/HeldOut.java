package io.blip2j.tools.quickstart;

import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.Generator;
import io.blip2j.blip2.generate.Prompts;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.stage2.TextBatch;
import io.blip2j.blip2.train.ImageTokens;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.tools.miniature.WorldTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// What a trained miniature does on pictures that training never showed: captions, answers, retrieval.
public final class HeldOut {
    private static final int AT_ONCE = 64;
    private static final int CAPTION_WORDS = 24;
    private static final int ANSWER_WORDS = 12;

    private final WorldTexts texts;
    private final ImageTokens tokens;
    private final Pass pass = Pass.EVALUATION;

    public HeldOut(WorldTexts texts, ImageTokens tokens) {
        this.texts = texts;
        this.tokens = tokens;
    }

    /// A caption for every picture, greedily.
    public List<String> captions(Blip2ForConditionalGeneration model, IntConsumer progress) {
        List<String> all = new ArrayList<>();
        for (int from = 0; from < tokens.size(); from += AT_ONCE) {
            int[] images = range(from, Math.min(tokens.size(), from + AT_ONCE));
            long[][] prompts = new long[images.length][];
            Arrays.fill(prompts, texts.captionPrompt());
            all.addAll(say(model, images, null, prompts, CAPTION_WORDS));
            progress.accept(all.size());
        }
        return all;
    }

    /// An answer to each question, which the Q-Former reads too.
    /// @param images which picture each question is about
    public List<String> answers(
            Blip2ForConditionalGeneration model, int[] images, List<String> questions, IntConsumer progress) {
        List<String> all = new ArrayList<>();
        for (int from = 0; from < images.length; from += AT_ONCE) {
            int to = Math.min(images.length, from + AT_ONCE);
            List<long[]> asked = new ArrayList<>();
            long[][] prompts = new long[to - from][];
            for (int i = from; i < to; i++) {
                asked.add(texts.forQFormer(questions.get(i)));
                prompts[i - from] = texts.questionPrompt(questions.get(i));
            }
            all.addAll(say(model, Arrays.copyOfRange(images, from, to), padded(asked), prompts, ANSWER_WORDS));
            progress.accept(to);
        }
        return all;
    }

    private TextBatch padded(List<long[]> rows) {
        return TextBatch.prefix(
                rows, rows, Integer.MAX_VALUE, texts.qformer().special().ids().get("pad_token"));
    }

    private List<String> say(
            Blip2ForConditionalGeneration model, int[] images, TextBatch question, long[][] words, int newIds) {
        try (Step _ = Step.open();
                NoGrad _ = NoGrad.open()) {
            Tensor embeds = model.vision().imageEmbeds(tokens.of(images));
            Tensor prompts = question == null
                    ? model.prompts(embeds, pass, Recorder.NONE)
                    : model.prompts(embeds, question.ids(), question.mask(), pass);
            long[][] ids = new long[words.length][];
            Arrays.setAll(ids, i -> model.prompt(words[i]));
            DecodingSession session = model.begin(prompts, ids, null, newIds);
            GenerationConfig how = model.generation().with(java.util.Map.of("max_new_tokens", newIds));
            Prompts before = Prompts.of(model.language(), ids, null);
            List<List<Answer>> answers = Generator.generate(session, before, how, TokenListener.NONE);
            List<String> said = new ArrayList<>();
            for (List<Answer> best : answers) {
                said.add(text(best.getFirst().ids()));
            }
            return said;
        }
    }

    private String text(long[] ids) {
        int[] small = Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
        return texts.words().decode(small, true, false).strip();
    }

    private static int[] range(int from, int to) {
        int[] numbers = new int[to - from];
        Arrays.setAll(numbers, i -> from + i);
        return numbers;
    }

    /// Similarities and match scores of pictures and texts.
    ///
    /// @param itc `[images][texts]`: cosine, the best query's
    /// @param itm `[images][texts]`: probability of a match where it was computed, else NaN
    public record Retrieval(double[][] itc, double[][] itm) {
        /// `itm + itc` of the best by similarity, -inf for the rest, as [io.blip2j.blip2.Match#score] has it.
        double score(int image, int text) {
            double match = itm[image][text];
            return Double.isNaN(match) ? Double.NEGATIVE_INFINITY : match + itc[image][text];
        }
    }

    /// Compares all pictures with all captions; the best `rerank` of each by similarity are matched one by one.
    public Retrieval retrieval(Stage1Model model, List<String> captions, int rerank, IntConsumer progress) {
        List<long[]> rows = captions.stream().map(texts::forQFormer).toList();
        double[][] itc = similarities(model, rows);
        boolean[][] wanted = new boolean[itc.length][captions.size()];
        for (int i = 0; i < itc.length; i++) {
            for (int t : best(itc[i], rerank)) {
                wanted[i][t] = true;
            }
        }
        for (int t = 0; t < captions.size(); t++) {
            double[] column = new double[itc.length];
            for (int i = 0; i < column.length; i++) {
                column[i] = itc[i][t];
            }
            for (int i : best(column, rerank)) {
                wanted[i][t] = true;
            }
        }
        return new Retrieval(itc, matches(model, rows, wanted, progress));
    }

    private double[][] similarities(Stage1Model model, List<long[]> rows) {
        try (Step _ = Step.open();
                NoGrad _ = NoGrad.open()) {
            TextBatch padded = padded(rows);
            Tensor features = model.textFeatures(padded.ids(), padded.mask(), pass); // [texts, features]
            double[][] all = new double[tokens.size()][];
            for (int from = 0; from < all.length; from += AT_ONCE) {
                int[] images = range(from, Math.min(all.length, from + AT_ONCE));
                ImageKeys keys =
                        model.qformer().imageKeys(model.vision().imageEmbeds(tokens.of(images)), AttentionMask.none());
                Tensor queries = model.imageFeatures(
                        model.imagePass(keys, images.length, pass).queries()); // [images, queries, features]
                Tensor similarity = Stage1Model.similarity(queries, features); // [images, texts]
                double[] flat = similarity.toDoubles();
                for (int i = 0; i < images.length; i++) {
                    all[from + i] = Arrays.copyOfRange(flat, i * rows.size(), (i + 1) * rows.size());
                }
            }
            return all;
        }
    }

    private double[][] matches(Stage1Model model, List<long[]> rows, boolean[][] wanted, IntConsumer progress) {
        double[][] itm = new double[wanted.length][rows.size()];
        for (int i = 0; i < wanted.length; i++) {
            Arrays.fill(itm[i], Double.NaN);
            List<long[]> some = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            for (int t = 0; t < rows.size(); t++) {
                if (wanted[i][t]) {
                    some.add(rows.get(t));
                    places.add(t);
                }
            }
            try (Step _ = Step.open();
                    NoGrad _ = NoGrad.open()) {
                TextBatch padded = padded(some);
                Tensor embeds = model.vision().imageEmbeds(tokens.of(i));
                Tensor repeated =
                        IndexSelect.of(embeds, 0, Tensor.of(embeds.backend(), new long[some.size()], some.size()));
                ImageKeys keys = model.qformer().imageKeys(repeated, AttentionMask.none());
                Tensor logits = model.matchLogits(
                        model.jointPass(keys, padded.ids(), padded.mask(), pass, Recorder.NONE)); // [texts, 2]
                double[] flat = logits.toDoubles();
                for (int t = 0; t < places.size(); t++) {
                    itm[i][places.get(t)] = 1 / (1 + Math.exp(flat[2 * t] - flat[2 * t + 1]));
                }
            }
            progress.accept(i + 1);
        }
        return itm;
    }

    /// Places of the `k` largest, best first.
    static int[] best(double[] scores, int k) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
        return Arrays.stream(order).limit(k).mapToInt(Integer::intValue).toArray();
    }
}
