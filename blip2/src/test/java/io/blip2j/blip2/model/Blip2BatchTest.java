package io.blip2j.blip2.model;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.testing.GoldenAnswers;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A picture is answered with the same bits alone and among others, padded and not, whole files and frozen as
/// they are read.
class Blip2BatchTest {
    /// Cases without penalties, which would see the padding. Where a word's embedding is narrower than the model,
    /// Hugging Face's scattering hands numbers of one picture's queries to the next row: no row stands alone
    /// there.
    static List<Run> generations() {
        Set<String> plain = Set.of("generate-greedy", "generate-beam5-length+1", "generate-beam4-return3");
        return Blip2Runs.of(Set.of("generate"), "config.json").stream()
                .filter(run -> plain.contains(run.golden().id()))
                .filter(run -> {
                    ConfigJson text = run.config().object("text_config");
                    int hidden = text.integer("hidden_size", 0);
                    return text.integer("word_embed_proj_dim", hidden) == hidden;
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("generations")
    void aRowHasItsOwnBits(Run run) {
        Blip2ForConditionalGeneration model =
                Blip2ForConditionalGeneration.loadFrozen(run.folder(), run.backend(), MatrixFormat.F32);
        GenerationConfig how = GoldenAnswers.config(run, model.generation());
        Blip2Input all = Blip2Runs.input(run);
        List<List<Answer>> together =
                model.generate(all.pixels(), false, all.ids(), all.mask(), how, TokenListener.NONE);
        for (int row = 0; row < together.size(); row++) {
            Tensor pixels = all.pixels().slice(0, row, row + 1).contiguous();
            long[][] ids = {all.ids()[row]};
            long[][] mask = {all.mask()[row]};
            same(together.get(row), model.generate(pixels, false, ids, mask, how, TokenListener.NONE));
            if (model.config().text().decoderOnly()) {
                long[][] bare = {words(ids[0], mask[0])};
                same(together.get(row), model.generate(pixels, false, bare, null, how, TokenListener.NONE));
            }
        }
    }

    private static void same(List<Answer> expected, List<List<Answer>> got) {
        for (int i = 0; i < expected.size(); i++) {
            Answer answer = got.getFirst().get(i);
            Assertions.assertArrayEquals(expected.get(i).ids(), answer.ids());
            Assertions.assertEquals(expected.get(i).score(), answer.score(), 0.0);
        }
    }

    private static long[] words(long[] ids, long[] mask) {
        long[] kept = new long[ids.length];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (mask[i] != 0) {
                kept[count++] = ids[i];
            }
        }
        return java.util.Arrays.copyOf(kept, count);
    }
}
