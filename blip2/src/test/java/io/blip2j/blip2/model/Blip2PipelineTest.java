package io.blip2j.blip2.model;

import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.testing.GoldenAnswers;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.blip2.text.BatchEncoding;
import io.blip2j.blip2.text.BatchOptions;
import io.blip2j.blip2.text.Blip2Texts;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// From picture files and texts to texts.
class Blip2PipelineTest {
    static List<Run> pipelines() {
        return Blip2Runs.of(Set.of("pipeline"), "config.json");
    }

    private static long[][] wide(int[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).asLongStream().toArray())
                .toArray(long[][]::new);
    }

    private static Tensor pixels(Run run, Path processor) {
        ImageProcessor images = ImageProcessor.read(processor);
        List<String> names = run.golden().get("images").texts();
        float[] values = null;
        int each = 0;
        for (int i = 0; i < names.size(); i++) {
            Picture picture = PictureReader.upright()
                    .read(run.folder().resolve(names.get(i)).normalize());
            float[] one = images.pixelValues(picture);
            values = values == null ? new float[one.length * names.size()] : values;
            System.arraycopy(one, 0, values, i * one.length, one.length);
            each = one.length;
        }
        int side = (int) Math.round(Math.sqrt(each / 3.0));
        return Tensor.of(run.backend(), values, names.size(), 3, side, side);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void answersMatch(Run run) {
        Path processor = run.folder()
                .resolve(run.golden().bundle().head().get("processor").text())
                .normalize();
        Blip2ForConditionalGeneration model = Blip2Runs.load(run, null);
        Tokenizer tokenizer = Tokenizers.load(processor);
        List<String> prompts = run.golden().get("texts").texts();
        Blip2Texts texts = Blip2Texts.of(tokenizer, model.config().queries());
        BatchEncoding encoded = texts.encode(prompts, true, BatchOptions.padded(BatchOptions.Side.LEFT));
        List<Json> expectedIds = run.golden().get("ids").list();
        for (int row = 0; row < prompts.size(); row++) {
            Assertions.assertArrayEquals(expectedIds.get(row).integers(), encoded.ids()[row]);
        }
        GenerationConfig how = GoldenAnswers.config(run, model.generation());
        Tensor pixels = pixels(run, processor);
        long[][] ids = wide(encoded.ids());
        List<List<Answer>> answers = model.generate(pixels, false, ids, wide(encoded.mask()), how, TokenListener.NONE);
        List<String> expected = run.golden().get("answers").texts();
        boolean promptToo = model.config().text().decoderOnly();
        for (int row = 0; row < prompts.size(); row++) {
            long[] fresh = answers.get(row).getFirst().ids();
            long[] before = promptToo ? ids[row] : new long[0];
            int[] all = new int[before.length + fresh.length];
            Arrays.setAll(all, i -> (int) (i < before.length ? before[i] : fresh[i - before.length]));
            Assertions.assertEquals(
                    expected.get(row), tokenizer.decode(all, true, false).strip());
        }
        if (promptToo) { // our own rows have no padding; OPT answers them alike
            long[][] ragged =
                    wide(texts.encode(prompts, true, BatchOptions.ragged()).ids());
            List<List<Answer>> own = model.generate(pixels, false, ragged, null, how, TokenListener.NONE);
            for (int row = 0; row < own.size(); row++) {
                Assertions.assertArrayEquals(
                        answers.get(row).getFirst().ids(),
                        own.get(row).getFirst().ids());
            }
        }
    }
}
