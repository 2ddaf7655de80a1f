package io.blip2j.blip2.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Resized, cropped and normalised pictures against Pillow and the Hugging Face processor.
class ImageProcessorGoldenTest {
    static List<GoldenBundle.Case> resized() {
        return GoldenBundle.casesWith("images", "resized");
    }

    @ParameterizedTest
    @MethodSource("resized")
    void resizesLikePillow(GoldenBundle.Case image) {
        Picture input = input(image);
        for (JsonNode row : image.node().get("resized")) {
            ImageProcessor processor = ImageProcessor.blip2(row.get("size").intValue());
            assertEquals(image.bundle().picture(row.get("slow")), processor.resized(input), row.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("resized")
    void cutsTrainingViewsLikeTorchvision(GoldenBundle.Case image) {
        Picture input = input(image);
        for (JsonNode row : image.node().get("crops")) {
            TrainingView.Box box = new TrainingView.Box(
                    row.get("top").intValue(),
                    row.get("left").intValue(),
                    row.get("height").intValue(),
                    row.get("width").intValue(),
                    row.get("flip").booleanValue());
            Picture view = TrainingView.through(box, input, row.get("size").intValue());
            assertEquals(image.bundle().picture(row.get("slow")), view, row.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("resized")
    void normalisesLikeTheProcessor(GoldenBundle.Case image) {
        Picture input = input(image);
        for (JsonNode row : image.node().get("resized")) {
            if (row.has("pixel_values")) {
                int size = row.get("size").intValue();
                JsonNode root = image.bundle().root;
                ImageProcessor processor = new ImageProcessor(
                        true,
                        size,
                        size,
                        true,
                        1.0 / 255,
                        true,
                        channels(root.get("mean")),
                        channels(root.get("std")),
                        true);
                float[] found = processor.pixelValues(input);
                float[] expected = image.bundle().f32(row.get("pixel_values"));
                double rtol = row.get("tol").get("rtol").doubleValue();
                double atol = row.get("tol").get("atol").doubleValue();
                assertEquals(expected.length, found.length);
                for (int i = 0; i < expected.length; i++) {
                    double distance = Math.abs((double) found[i] - expected[i]);
                    assertTrue(distance <= atol + rtol * Math.abs(expected[i]), row + " at " + i + ": " + distance);
                }
            }
        }
    }

    @Test
    void writesWhatHuggingFaceWrites(@TempDir Path out) {
        JsonMapper json = new JsonMapper();
        for (Path modern : GoldenBundle.files(GoldenBundle.dir(), "/processor_config.json")) {
            JsonNode expected = json.readTree(GoldenBundle.bytes(modern));
            ImageProcessor processor = ImageProcessor.read(modern.getParent());
            processor.write(out, expected.get("num_query_tokens").intValue());
            assertArrayEquals(GoldenBundle.bytes(modern), GoldenBundle.bytes(out.resolve("processor_config.json")));
            assertEquals(processor, ImageProcessor.read(out));
        }
        for (Path old : GoldenBundle.files(GoldenBundle.dir(), "/preprocessor_config.json")) {
            ImageProcessor processor =
                    ImageProcessorFiles.parse(json.readTree(GoldenBundle.bytes(old)), old.toString());
            processor.write(out, 32);
            JsonNode written = json.readTree(GoldenBundle.bytes(out.resolve("preprocessor_config.json")));
            JsonNode expected = json.readTree(GoldenBundle.bytes(old));
            written.forEachEntry((key, value) -> assertEquals(expected.get(key), value, old + ": " + key));
            assertEquals(processor, ImageProcessorFiles.parse(written, "written"));
        }
    }

    @Test
    void thereAreCases() {
        assertTrue(!resized().isEmpty() && !PictureGoldenTest.images().isEmpty());
    }

    private static Picture input(GoldenBundle.Case image) {
        // `input` is a key of the other bundle's tensors, so that resizing is tested apart from decoding.
        return new GoldenBundle(image.bundle().folder.resolve("decoded.json"))
                .picture(image.node().get("input").asString());
    }

    private static ImageProcessor.Channels channels(JsonNode three) {
        return new ImageProcessor.Channels(
                three.get(0).doubleValue(),
                three.get(1).doubleValue(),
                three.get(2).doubleValue());
    }
}
