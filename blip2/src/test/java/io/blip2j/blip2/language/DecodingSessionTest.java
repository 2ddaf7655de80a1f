package io.blip2j.blip2.language;

import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.CandidateRanking;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.Generator;
import io.blip2j.blip2.generate.Prompts;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Neither the cache nor the other rows of a batch change a bit of a row.
class DecodingSessionTest {
    private static final int NEW = 6;

    /// One case with padded prompts for each model and backend.
    static List<Run> prompts() {
        return GoldenModels.runs(Set.of("opt", "t5"), Set.of("generate"), "config.json").stream()
                .filter(run -> run.golden().id().equals("generate-greedy"))
                .toList();
    }

    private static float[] row(Tensor logits, int row) {
        int vocab = logits.dim(logits.rank() - 1);
        return Arrays.copyOfRange(logits.toFloats(), row * vocab, (row + 1) * vocab);
    }

    /// Words of a row without padding.
    private static long[] words(long[] ids, long[] mask) {
        long[] kept = new long[ids.length];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (mask[i] != 0) {
                kept[count++] = ids[i];
            }
        }
        return Arrays.copyOf(kept, count);
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void cachedRowsHaveTheBitsOfWholeRowsAlone(Run run) {
        LanguageModel model = run.languageModel();
        long[][] ids = run.rows("input_ids");
        long[][] mask = run.rows("attention_mask");
        try (NoGrad _ = NoGrad.open()) {
            DecodingSession session = model.begin(model.embed(run.input("input_ids")), mask, NEW);
            List<List<Long>> fresh = new ArrayList<>();
            Arrays.stream(ids).forEach(_ -> fresh.add(new ArrayList<>()));
            for (int step = 0; step < NEW; step++) {
                long[] next = new long[ids.length];
                for (int row = 0; row < ids.length; row++) {
                    float[] alone = whole(run, model, words(ids[row], mask[row]), fresh.get(row));
                    Assertions.assertArrayEquals(alone, row(session.logits(), row), "row " + row + " step " + step);
                    next[row] = session.logits().argMax(-1).toLongs()[row];
                    fresh.get(row).add(next[row]);
                }
                session.advance(next);
            }
        }
    }

    /// Logits behind a row that is computed as a whole.
    private static float[] whole(Run run, LanguageModel model, long[] prompt, List<Long> fresh) {
        long[] all = Arrays.copyOf(prompt, prompt.length + fresh.size());
        long[] decoder = new long[1 + fresh.size()];
        decoder[0] = model.config().startTokenId();
        for (int i = 0; i < fresh.size(); i++) {
            all[prompt.length + i] = fresh.get(i);
            decoder[1 + i] = fresh.get(i);
        }
        boolean one = model.config().decoderOnly();
        long[][] read = {one ? all : prompt};
        Tensor embeds = model.embed(Ids.tensor(run.backend(), read));
        LanguageInput input = new LanguageInput(embeds, null, null, one ? null : new long[][] {decoder});
        Tensor logits = model.forward(input, Pass.EVALUATION, Recorder.NONE).logits();
        return row(logits.slice(1, logits.dim(1) - 1, logits.dim(1)).contiguous(), 0);
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void selectedRowsGoOnAsTheyWere(Run run) {
        LanguageModel model = run.languageModel();
        DecodingSession session = model.begin(model.embed(run.input("input_ids")), run.rows("attention_mask"), NEW);
        session.advance(new long[] {5, 6, 7});
        DecodingSession turned = session.select(new int[] {2, 0, 2});
        Assertions.assertArrayEquals(row(session.logits(), 2), row(turned.logits(), 0));
        session.advance(new long[] {8, 9, 10});
        turned.advance(new long[] {10, 8, 11});
        Assertions.assertArrayEquals(row(session.logits(), 2), row(turned.logits(), 0));
        Assertions.assertArrayEquals(row(session.logits(), 0), row(turned.logits(), 1));
        Assertions.assertFalse(Arrays.equals(row(turned.logits(), 0), row(turned.logits(), 2)));
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void reorderedBeamsGoOnAsSelectedOnes(Run run) {
        LanguageModel model = run.languageModel();
        DecodingSession prompted = model.begin(model.embed(run.input("input_ids")), run.rows("attention_mask"), NEW);
        DecodingSession copied = prompted.select(new int[] {0, 0, 0, 2, 2, 2});
        DecodingSession moved = prompted.select(new int[] {0, 0, 0, 2, 2, 2});
        int[][] moves = {
            {0, 1, 2, 3, 4, 5}, {1, 1, 0, 5, 4, 3}, {2, 2, 2, 4, 3, 4}, {1, 0, 1, 3, 5, 5}, {0, 5, 1, 2, 3, 4}
        };
        for (int[] rows : moves) {
            copied = copied.select(rows);
            moved = moved.reorder(rows);
            Assertions.assertArrayEquals(
                    copied.logits().toFloats(), moved.logits().toFloats(), Arrays.toString(rows));
            long[] ids = {5, 6, 7, 8, 9, 10};
            copied.advance(ids);
            moved.advance(ids);
            Assertions.assertArrayEquals(
                    copied.logits().toFloats(), moved.logits().toFloats(), Arrays.toString(rows));
        }
        DecodingSession ended = moved;
        ended.reorder(new int[] {1, 0, 2, 3, 4, 5});
        Assertions.assertThrows(IllegalStateException.class, () -> ended.advance(new long[6]));
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void samplesDependOnSeedAndPromptAlone(Run run) {
        LanguageModel model = run.languageModel();
        long[][] ids = run.rows("input_ids");
        long[][] mask = run.rows("attention_mask");
        GenerationConfig config = GenerationConfig.of(model.config())
                .with(Map.of("do_sample", true, "num_return_sequences", 3, "max_new_tokens", NEW, "top_k", 0));
        List<List<Answer>> together = sample(run, model, ids, mask, 0, config);
        long[][] lastIds = {ids[ids.length - 1]};
        long[][] lastMask = {mask[ids.length - 1]};
        List<Answer> alone =
                sample(run, model, lastIds, lastMask, ids.length - 1, config).getFirst();
        for (int i = 0; i < alone.size(); i++) {
            Assertions.assertArrayEquals(
                    together.getLast().get(i).ids(), alone.get(i).ids());
        }
        Assertions.assertFalse(Arrays.equals(alone.get(0).ids(), alone.get(1).ids()), "answers are drawn apart");
        List<List<Answer>> other = sample(run, model, ids, mask, 0, config.with(Map.of("seed", 1)));
        Assertions.assertFalse(Arrays.equals(
                other.getFirst().getFirst().ids(),
                together.getFirst().getFirst().ids()));
    }

    private static List<List<Answer>> sample(
            Run run, LanguageModel model, long[][] ids, long[][] mask, int first, GenerationConfig config) {
        DecodingSession session = model.begin(model.embed(Ids.tensor(run.backend(), ids)), mask, NEW);
        return Generator.generate(session, Prompts.of(model, ids, mask), first, config, TokenListener.NONE);
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void rankingAgreesWithTheLoss(Run run) {
        LanguageModel model = run.languageModel();
        long[][] ids = run.rows("input_ids");
        long[][] mask = run.rows("attention_mask");
        List<long[]> candidates = List.of(new long[] {5, 9, 4}, new long[] {7}, new long[] {3, 8});
        DecodingSession session = model.begin(model.embed(run.input("input_ids")), mask, 3);
        List<CandidateRanking.Ranked> ranked = CandidateRanking.rank(session, 1, candidates, 0);
        Assertions.assertTrue(ranked.get(0).score() >= ranked.get(1).score());
        long[] prompt = words(ids[1], mask[1]);
        for (CandidateRanking.Ranked each : ranked) {
            long[] answer = candidates.get(each.candidate());
            long[] all = Arrays.copyOf(prompt, prompt.length + answer.length);
            System.arraycopy(answer, 0, all, prompt.length, answer.length);
            long[] labels = all.clone();
            Arrays.fill(labels, 0, prompt.length, LanguageInput.IGNORE);
            boolean one = model.config().decoderOnly();
            try (Step _ = Step.open()) {
                Tensor embeds = model.embed(Ids.tensor(run.backend(), new long[][] {one ? all : prompt}));
                LanguageInput input = LanguageInput.of(embeds, null).withLabels(new long[][] {one ? labels : answer});
                double loss = model.loss(input, Pass.EVALUATION).item();
                Assertions.assertEquals(-loss * answer.length, each.logProbability(), 1e-4);
            }
        }
    }
}
