package io.blip2j.blip2.image;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON forms of [ImageProcessor].
///
/// New folders hold it as `image_processor` inside `processor_config.json`, older ones as
/// `preprocessor_config.json`; very old ones give `size` as one number. Keys that a folder leaves out have the
/// defaults of `BlipImageProcessor`.
final class ImageProcessorFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> TYPES =
            Set.of("BlipImageProcessor", "BlipImageProcessorFast", "BlipImageProcessorPil", "BlipFeatureExtractor");
    private static final int DEFAULT_SIZE = 384;
    private static final int BICUBIC = 3;

    private ImageProcessorFiles() {}

    static ImageProcessor read(Path folder) {
        Path modern = folder.resolve("processor_config.json");
        if (Files.exists(modern)) {
            JsonNode processor = json(modern).get("image_processor");
            if (processor != null) {
                return parse(processor, modern + ": image_processor");
            }
        }
        Path old = folder.resolve("preprocessor_config.json");
        if (!Files.exists(old)) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "CFG-MISSING",
                    old.toString(),
                    "no such file",
                    "preprocessor_config.json, or processor_config.json with image_processor",
                    "Copy it from the model's original folder.");
        }
        return parse(json(old), old.toString());
    }

    private static JsonNode json(Path file) {
        String found;
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            if (node.isObject()) {
                return node;
            }
            found = node.isMissingNode() ? "an empty file" : node.getNodeType().toString();
        } catch (JacksonException e) {
            found = e.getOriginalMessage();
        } catch (IOException e) {
            found = e.getClass().getSimpleName() + " while reading";
        }
        throw new InputException(
                InputException.Kind.BAD,
                "CFG-JSON",
                file.toString(),
                found,
                "a JSON object",
                "Copy the file from the model's original folder.");
    }

    static ImageProcessor parse(JsonNode node, String what) {
        if (!node.isObject()) {
            throw ImageProcessor.wrong(what, node.toString(), "an object");
        }
        String type = node.path("image_processor_type").asString("BlipImageProcessor");
        if (!TYPES.contains(type)) {
            throw ImageProcessor.wrong(what, "image_processor_type " + type, "BlipImageProcessor");
        }
        if (flag(node, "do_center_crop", false, what) || flag(node, "do_pad", false, what)) {
            throw ImageProcessor.wrong(what, "do_center_crop or do_pad", "a processor that resizes the whole picture");
        }
        if (number(node, "resample", BICUBIC, what) != BICUBIC) {
            throw ImageProcessor.wrong(what, "resample " + node.get("resample"), "3 (bicubic)");
        }
        try {
            return new ImageProcessor(
                    flag(node, "do_resize", true, what),
                    side(node, "height", what),
                    side(node, "width", what),
                    flag(node, "do_rescale", true, what),
                    number(node, "rescale_factor", 1.0 / 255, what),
                    flag(node, "do_normalize", true, what),
                    channels(node, "image_mean", ImageProcessor.CLIP_MEAN, what),
                    channels(node, "image_std", ImageProcessor.CLIP_STD, what),
                    flag(node, "do_convert_rgb", true, what));
        } catch (InputException e) {
            throw ImageProcessor.wrong(what, e.found(), e.expected());
        }
    }

    private static int side(JsonNode node, String name, String what) {
        JsonNode size = node.get("size");
        JsonNode side = size != null && size.isObject() ? size.get(name) : size;
        if (size == null) {
            return DEFAULT_SIZE;
        }
        if (side == null || !side.isInt()) {
            throw ImageProcessor.wrong(what, "size " + size, "a whole number, or whole numbers height and width");
        }
        return side.intValue();
    }

    private static boolean flag(JsonNode node, String name, boolean absent, String what) {
        JsonNode value = node.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw ImageProcessor.wrong(what, name + " " + value, "true or false");
        }
        return value.booleanValue();
    }

    private static double number(JsonNode node, String name, double absent, String what) {
        JsonNode value = node.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.isNumber()) {
            throw ImageProcessor.wrong(what, name + " " + value, "a number");
        }
        return value.doubleValue();
    }

    private static ImageProcessor.Channels channels(
            JsonNode node, String name, ImageProcessor.Channels absent, String what) {
        JsonNode value = node.get(name);
        if (value == null) {
            return absent;
        }
        boolean three = value.isArray() && value.size() == Picture.CHANNELS;
        if (!three
                || !value.get(0).isNumber()
                || !value.get(1).isNumber()
                || !value.get(2).isNumber()) {
            throw ImageProcessor.wrong(what, name + " " + value, "three numbers");
        }
        return new ImageProcessor.Channels(
                value.get(0).doubleValue(),
                value.get(1).doubleValue(),
                value.get(2).doubleValue());
    }

    static void write(ImageProcessor processor, Path folder, int numQueryTokens) {
        String inner = json(processor, "  ");
        String modern = "{\n  \"image_processor\": " + inner + ",\n  \"num_query_tokens\": " + numQueryTokens
                + ",\n  \"processor_class\": \"Blip2Processor\"\n}\n";
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("processor_config.json"), modern);
            Files.writeString(folder.resolve("preprocessor_config.json"), json(processor, "") + "\n");
        } catch (IOException e) {
            InputException failure = new InputException(
                    InputException.Kind.IO,
                    "CFG-IO",
                    folder.toString(),
                    e.getClass().getSimpleName() + " while writing",
                    "a folder that can be written",
                    "Check its permissions and the disk.");
            failure.initCause(e);
            throw failure;
        }
    }

    /// Keys in order, one number a line, two spaces a level: the bytes that Hugging Face writes.
    private static String json(ImageProcessor p, String indent) {
        return """
            {
              "do_convert_rgb": %s,
              "do_normalize": %s,
              "do_rescale": %s,
              "do_resize": %s,
              "image_mean": %s,
              "image_processor_type": "BlipImageProcessor",
              "image_std": %s,
              "resample": %d,
              "rescale_factor": %s,
              "size": {
                "height": %d,
                "width": %d
              }
            }\
            """.formatted(
                        p.convertRgb(),
                        p.normalize(),
                        p.rescale(),
                        p.resize(),
                        json(p.mean()),
                        json(p.std()),
                        BICUBIC,
                        p.rescaleFactor(),
                        p.height(),
                        p.width())
                .replace("\n", "\n" + indent);
    }

    private static String json(ImageProcessor.Channels c) {
        return "[\n    " + c.red() + ",\n    " + c.green() + ",\n    " + c.blue() + "\n  ]";
    }
}
