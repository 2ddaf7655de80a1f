package io.blip2j.blip2.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Blip2Options;
import io.blip2j.blip2.Decoding;
import io.blip2j.blip2.Reply;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.nn.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Looks add up to what the picture gave: the integral of gradients is the difference of its ends.
class ExplainTest {
    static List<Path> folders() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path folder : Golden.folders("models")) {
            boolean whole = Files.exists(folder.resolve("tokenizer.json"));
            if (whole && Files.readString(folder.resolve("config.json")).contains("Blip2ForConditionalGeneration")) {
                all.add(folder);
            }
        }
        return all;
    }

    private static Picture picture() throws IOException {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("images"))) {
            return PictureReader.upright()
                    .read(files.filter(file -> file.toString().endsWith(".png"))
                            .sorted()
                            .findFirst()
                            .orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void worthsAddUpToTheDifferenceOfTheEnds(Path folder) throws IOException {
        Backend backend = Backends.select();
        Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.loadFrozen(folder, backend, null);
        ImageProcessor processor = ImageProcessor.read(folder);
        Decoding greedy = Decoding.of(Map.of("num_beams", 1, "min_new_tokens", 10, "max_new_tokens", 10));
        Reply reply;
        try (Blip2 blip2 = Blip2.load(folder, Blip2Options.standard())) {
            reply = blip2.caption(List.of(picture()), "", greedy).getFirst();
        }
        float[] values = new float[Picture.CHANNELS * processor.height() * processor.width()];
        processor.pixelValues(picture(), values, 0);
        Tensor embeds;
        try (NoGrad _ = NoGrad.open()) {
            Tensor pixels = Tensor.of(backend, values, 1, Picture.CHANNELS, processor.height(), processor.width());
            embeds = model.imageEmbeds(pixels, false, Pass.EVALUATION, Recorder.NONE);
        }
        LookAttribution attribution = new LookAttribution(model, embeds, model.emptyPrompt(), reply.ids());
        int ids = reply.ids().length;
        double[] with = probabilities(attribution, 1, ids);
        double[] without = probabilities(attribution, 0, ids);
        // With all looks the model is as it always is: generation came to the same sum.
        assertEquals(reply.score(), Arrays.stream(with).sum(), 1e-3);
        double[][] worths = attribution.worths(64);
        int layer = worths[0].length / attribution.layers();
        for (int i = 0; i < ids; i++) {
            assertEquals(with[i] - without[i], Arrays.stream(worths[i]).sum(), 2e-3 * (1 + Math.abs(with[i])));
            for (int l = 0; l < attribution.layers(); l++) {
                double sum = 0;
                for (int k = 0; k < layer; k++) {
                    sum += Math.abs(worths[i][l * layer + k]);
                }
                assertEquals(attribution.looking().contains(l), sum > 0);
            }
        }
    }

    private static double[] probabilities(LookAttribution attribution, double alpha, int ids) {
        try (NoGrad _ = NoGrad.open()) {
            return attribution
                    .logProbabilities(alpha, 0, ids, new ArrayList<>())
                    .toDoubles();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyWordHasALook(Path folder) throws IOException {
        try (Blip2 blip2 = Blip2.load(folder)) {
            Decoding how = Decoding.of(Map.of("num_beams", 1, "max_new_tokens", 8));
            Explanation explanation = blip2.explain(picture(), null, how);
            assertEquals(
                    explanation.text().split("\\s+").length, explanation.looks().size(), explanation.text());
            assertEquals(
                    String.join(" ", explanation.text().split("\\s+")),
                    String.join(
                            " ", explanation.looks().stream().map(Look::word).toList()));
            for (Look look : explanation.looks()) {
                assertEquals(0, look.patches() % explanation.columns());
                double sum = Arrays.stream(look.shares()).sum();
                assertTrue(sum == 0 || Math.abs(sum - 1) < 1e-9);
            }
        }
    }

    @Test
    void sharesAreOfOneLayerOrHeadOrAll() {
        Look look = new Look("red", 2, 1, new double[] {3, -1, 0, -2, 1, 1});
        assertEquals(2, look.gain());
        assertEquals(List.of(1.0, 0.0, 0.0), boxed(look.shares(0, Look.ALL)));
        assertEquals(List.of(0.0, 0.5, 0.5), boxed(look.shares(1, 0)));
        assertEquals(List.of(0.5, 0.0, 0.5), boxed(look.shares()));
        assertEquals(List.of(0.0, 0.0), boxed(new Look("a", 1, 1, new double[] {-1, -2}).shares()));
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
