package io.blip2j.blip2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.testing.GoldenAnswers;
import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.blip2.text.BatchEncoding;
import io.blip2j.blip2.text.BatchOptions;
import io.blip2j.blip2.text.Blip2Texts;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// From picture files and prompts to ids and texts, as Hugging Face's processor and `generate` give them: padded
/// at the left, as its commands do, with the weights frozen, as ours do.
class PipelineGoldenTest {
    static List<Run> pipelines() {
        return GoldenModels.runs(Set.of("blip-2"), Set.of("pipeline"), "config.json");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void answersAreHuggingFaces(Run run) {
        Blip2ForConditionalGeneration model =
                Blip2ForConditionalGeneration.loadFrozen(run.folder(), run.backend(), null);
        Path processor = run.folder()
                .resolve(run.golden().bundle().head().get("processor").text())
                .normalize();
        Tokenizer tokenizer = Tokenizers.load(processor);
        BatchEncoding texts = Blip2Texts.of(tokenizer, model.config().queries())
                .encode(texts(run, "texts"), true, BatchOptions.padded(BatchOptions.Side.LEFT));
        long[][] ids = wholes(texts.ids());
        assertArrayEquals(rows(run, "ids"), ids);
        long[][] mask = wholes(texts.mask());
        assertArrayEquals(rows(run, "mask"), mask);

        GenerationConfig how = GoldenAnswers.config(run, model.generation());
        List<List<Answer>> answers = model.generate(pixels(run, processor), false, ids, mask, how, TokenListener.NONE);

        long[][] sequences = rows(run, "sequences");
        for (int row = 0; row < sequences.length; row++) {
            long[] before = model.config().text().decoderOnly()
                    ? ids[row]
                    : new long[] {model.config().text().startTokenId()};
            long[] found = answers.get(row).getFirst().ids();
            long[] whole = Arrays.copyOf(before, before.length + found.length);
            System.arraycopy(found, 0, whole, before.length, found.length);
            assertArrayEquals(Arrays.copyOf(sequences[row], whole.length), whole);
            int[] toDecode = Arrays.stream(whole).mapToInt(Math::toIntExact).toArray();
            String text = tokenizer.decode(toDecode, true, false).strip();
            assertEquals(run.golden().get("answers").list().get(row).text(), text);
        }
    }

    private static Tensor pixels(Run run, Path processor) {
        List<Picture> pictures = new ArrayList<>();
        for (String file : texts(run, "images")) {
            pictures.add(PictureReader.asStored().read(run.folder().resolve(file)));
        }
        return Pixels.of(pictures, ImageProcessor.read(processor), run.backend());
    }

    private static List<String> texts(Run run, String name) {
        return run.golden().get(name).list().stream().map(Json::text).toList();
    }

    private static long[][] rows(Run run, String name) {
        return run.golden().get(name).list().stream().map(Json::wholes).toArray(long[][]::new);
    }

    private static long[][] wholes(int[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).asLongStream().toArray())
                .toArray(long[][]::new);
    }
}
