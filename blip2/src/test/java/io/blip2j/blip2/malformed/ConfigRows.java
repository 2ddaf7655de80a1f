package io.blip2j.blip2.malformed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.malformed.Row.Told;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.core.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Rows CF01 to CF08: `config.json` and the processor's settings.
final class ConfigRows {
    private final List<Row> rows = new ArrayList<>();

    private ConfigRows() {}

    static List<Row> rows() {
        ConfigRows all = new ConfigRows();
        all.files();
        all.models();
        all.numbers();
        all.processors();
        return all.rows;
    }

    private static Blip2Config read(Path path) {
        return Blip2Config.of(ConfigJson.read(path));
    }

    private static Row.Input text(String name, String text) {
        return folder -> Files.writeString(folder.resolve(name), text);
    }

    private void refused(String id, String what, String text, String code, String found, String expected) {
        rows.add(Row.refused(id, what, text("config.json", text), ConfigRows::read, Told.bad(code, found, expected)));
    }

    private void files() {
        refused("CF01", "empty", "", "CFG-JSON", "nothing", "a JSON object");
        refused("CF01", "array", "[]", "CFG-JSON", "no object", "a JSON object");
        refused("CF01", "cut short", "{\"model_type\": \"blip-2\", ", "CFG-JSON", "line 1, column 2", "JSON");
        refused("CF01", "key twice", "{\"a\": 1, \"a\": 2}", "CFG-JSON", "\"a\"", "JSON");
        refused("CF01", "more behind it", "{} {}", "CFG-JSON", "railing token", "JSON");
        refused("CF01", "nested 100,000 deep", "{\"a\":" + "[".repeat(100_000), "CFG-JSON", "depth", "JSON");
        refused("CF01", "Git LFS pointer", "version https://git-lfs.github.com/spec/v1", "CFG-JSON", "version", "JSON");
        rows.add(Row.refused(
                "CF01",
                "no UTF-8",
                folder -> Files.write(folder.resolve("config.json"), new byte[] {'{', '"', (byte) 0xff, '"', '}'}),
                ConfigRows::read,
                Told.bad("CFG-JSON", "no UTF-8", "JSON in UTF-8")));
        rows.add(Row.refused(
                "CF01",
                "not there",
                folder -> folder.resolve("config.json"),
                ConfigRows::read,
                new Told(InputException.Kind.MISSING, "CFG-MISSING", "no such file", "a JSON file")));
    }

    private void models() {
        refused("CF02", "model of another kind", "{\"model_type\": \"llama\"}", "CFG-MODEL", "'llama'", "blip-2");
        String classes = "{\"model_type\": \"blip-2\", \"architectures\": [\"LlamaForCausalLM\"]}";
        refused("CF02", "class of another kind", classes, "CFG-MODEL", "LlamaForCausalLM", "Blip2ForConditional");
        String text = "{\"text_config\": {\"model_type\": \"gpt2\"}}";
        refused("CF02", "language model of another kind", text, "CFG-MODEL", "'gpt2'", "opt or t5");
        String vision = "{\"vision_config\": {\"model_type\": \"siglip\"}}";
        refused("CF02", "encoder of another kind", vision, "CFG-MODEL", "'siglip'", "clip_vision_model");
        String code = "{\"auto_map\": {\"AutoModel\": \"modeling.Model\"}}";
        refused("CF07", "code of its own", code, "CFG-REMOTECODE", "Python code", "without code of its own");
    }

    private static String with(String part, String key, String value) {
        return "{\"model_type\": \"blip-2\", \"" + part + "\": {\"" + key + "\": " + value + "}}";
    }

    private void numbers() {
        for (String value : List.of("0", "-1", "1.5", "2147483648", "\"768\"", "true", "[768]", "1e3")) {
            for (String part : List.of("vision_config", "qformer_config", "text_config")) {
                String text = with(part, "hidden_size", value);
                refused("CF03", part + " hidden_size " + value, text, "CFG-RANGE", shown(value), "1 to 16384");
            }
        }
        refused(
                "CF04",
                "770 of 12 heads",
                "{\"qformer_config\": {\"hidden_size\": 770, \"num_attention_heads\": 12}}",
                "CFG-HEADS",
                "770 % 12 = 2",
                "a divisor of 770");
        for (String part : List.of("vision_config", "qformer_config", "text_config")) {
            String text = with(part, "num_hidden_layers", "1000000000");
            refused("CF05", part + " of 10^9 layers", text, "CFG-RANGE", "1000000000", "1 to 1024");
        }
        String words = with("text_config", "vocab_size", "2000000000");
        refused("CF05", "2·10^9 words", words, "CFG-RANGE", "2000000000", "an integer from 1 to ");
        String t5 = "{\"text_config\": {\"model_type\": \"t5\", \"num_heads\": 1024, \"d_kv\": 1024}}";
        refused("CF05", "wide heads", t5, "CFG-RANGE", "1024", "1 to 64");
        for (String value : List.of("NaN", "1e400", "-1e-5", "\"1e-5\"", "Infinity")) {
            String text = with("vision_config", "layer_norm_eps", value);
            refused("CF06", "layer_norm_eps " + value, text, "CFG-RANGE", "", "number");
        }
        rows.add(Row.accepted("CF06", "layer_norm_eps left out", text("config.json", "{}"), path -> {
            Blip2Config config = read(path);
            assertEquals(1e-6, config.vision().layerNormEps());
            assertEquals(1e-12, config.qformer().layerNormEps());
        }));
        String uneven = "{\"vision_config\": {\"image_size\": 225, \"patch_size\": 14}}";
        refused("CF08", "image of part of a patch", uneven, "CFG-IMAGE", "225, patch_size 14", "a multiple");
        String activation = with("text_config", "activation_function", "\"swish7\"");
        refused("CF08", "unknown activation", activation, "CFG-VALUE", "'swish7'", "relu, gelu");
    }

    private static String shown(String value) {
        return value.equals("1e3") ? "1000" : value;
    }

    private void processors() {
        String mean = "[0.5, 0.5, 0.5]";
        processor("mean of two", "\"image_mean\": [0.5, 0.5]", "image_mean [0.5,0.5]", "three numbers");
        processor("std of two", "\"image_std\": [0.5, 0.5]", "image_std [0.5,0.5]", "three numbers");
        processor("std 0", "\"image_mean\": " + mean + ", \"image_std\": [0.5, 0, 0.5]", "0.0", "image_std above 0");
        processor("mean of texts", "\"image_mean\": [\"a\", \"b\", \"c\"]", "image_mean", "three numbers");
        processor("no size", "\"size\": {\"height\": 0, \"width\": 224}", "size 0x224", "1 to 8192 pixels");
        processor("giant size", "\"size\": 2000000000", "size 2000000000x2000000000", "1 to 8192 pixels");
        processor("rescaled by 0", "\"rescale_factor\": 0", "rescale_factor 0.0", "above 0");
        processor("bilinear", "\"resample\": 2", "resample 2", "3 (bicubic)");
    }

    private void processor(String what, String fields, String found, String expected) {
        Row.Input input = folder -> {
            Files.writeString(folder.resolve("preprocessor_config.json"), "{" + fields + "}");
            return folder;
        };
        rows.add(Row.refused("CF08", what, input, ImageProcessor::read, Told.bad("CFG-IMAGE", found, expected)));
    }
}
