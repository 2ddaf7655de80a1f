package io.blip2j.blip2.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageProcessorTest {
    @Test
    void absentKeysHaveTheDefaultsOfTheClass(@TempDir Path folder) throws Exception {
        assertEquals(ImageProcessor.blip2(384), parsed(folder, "{}"));
        assertEquals(ImageProcessor.blip2(224), parsed(folder, "{\"size\": 224, \"crop_size\": null}"));
    }

    @Test
    void processorConfigGoesBeforeTheOldFile(@TempDir Path folder) throws Exception {
        parsed(folder, "{\"size\": 224}");
        Path modern = folder.resolve("processor_config.json");
        Files.writeString(modern, "{\"num_query_tokens\": 32}");
        assertEquals(224, ImageProcessor.read(folder).height());
        Files.writeString(modern, "{\"image_processor\": {\"size\": {\"height\": 10, \"width\": 20}}}");
        assertEquals(20, ImageProcessor.read(folder).width());
    }

    @Test
    void badValuesAreRefused(@TempDir Path folder) {
        List<String> bad = List.of(
                "\"size\": 0",
                "\"size\": -3",
                "\"size\": 1.5",
                "\"size\": \"224\"",
                "\"size\": {\"shortest_edge\": 224}",
                "\"size\": {\"height\": 224}",
                "\"size\": 4294967296",
                "\"size\": 100000",
                "\"image_mean\": [0, 0]",
                "\"image_std\": [1, 1, 0]",
                "\"image_std\": [1, 1, -1]",
                "\"image_std\": [1, 1, 1e999]",
                "\"image_std\": 1",
                "\"image_mean\": [0, 0, \"0\"]",
                "\"rescale_factor\": 0",
                "\"rescale_factor\": \"x\"",
                "\"do_resize\": 1",
                "\"do_normalize\": null",
                "\"resample\": 2",
                "\"do_center_crop\": true",
                "\"image_processor_type\": \"CLIPImageProcessor\"");
        for (String each : bad) {
            InputException refusal = assertThrows(InputException.class, () -> parsed(folder, "{" + each + "}"), each);
            assertEquals("CFG-IMAGE", refusal.code(), each);
            assertTrue(refusal.what().contains("preprocessor_config.json"), refusal.getMessage());
        }
        for (String each : List.of("", "[]", "{", "{} {}", "{\"size\": 1, \"size\": 2}")) {
            assertEquals(
                    "CFG-JSON",
                    assertThrows(InputException.class, () -> parsed(folder, each), each)
                            .code(),
                    each);
        }
    }

    @Test
    void aFolderWithoutEitherFileIsMissingThem(@TempDir Path folder) {
        InputException missing = assertThrows(InputException.class, () -> ImageProcessor.read(folder));
        assertEquals(InputException.Kind.MISSING, missing.kind());
    }

    @Test
    void stepsCanBeLeftOut() {
        Picture picture = ImageFiles.noise(5, 4);
        ImageProcessor.Channels one = new ImageProcessor.Channels(1, 1, 1);
        ImageProcessor plain = new ImageProcessor(false, 9, 9, false, 1, false, one, one, true);
        float[] values = plain.pixelValues(picture);
        assertEquals(3 * 4 * 5, values.length);
        assertEquals(picture.level(2, 3, 4), values[values.length - 1]);
        float[] batch = new float[2 * values.length];
        plain.pixelValues(picture, batch, values.length);
        assertEquals(values[7], batch[values.length + 7]);
    }

    private static ImageProcessor parsed(Path folder, String json) throws Exception {
        Files.writeString(folder.resolve("preprocessor_config.json"), json);
        return ImageProcessor.read(folder);
    }
}
