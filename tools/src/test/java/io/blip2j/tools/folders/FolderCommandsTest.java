package io.blip2j.tools.folders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.testing.Golden;
import io.blip2j.tools.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// `inspect` and `export` on the golden folders.
final class FolderCommandsTest {
    @TempDir
    private Path scratch;

    private final Path stage1 = Golden.folder().resolve("stage1/model");

    /// Whole folders of both kinds.
    static List<Path> folders() {
        return Golden.folders("models").stream()
                .filter(folder -> Files.exists(folder.resolve("tokenizer.json"))
                        && folder.getFileName().toString().startsWith("blip2-"))
                .toList();
    }

    private static JsonNode inspect(int code, Path folder) {
        Finished finished = Finished.run("inspect", folder.toString(), "--json");
        assertEquals(code, finished.code(), finished.err());
        return finished.rows().getFirst();
    }

    private static Finished run(String... arguments) {
        Finished finished = Finished.run(arguments);
        assertEquals(0, finished.code(), finished.err());
        return finished;
    }

    @ParameterizedTest
    @MethodSource("folders")
    void inspectAccountsForEveryTensor(Path folder) {
        JsonNode report = inspect(0, folder);
        assertTrue(report.get("sound").booleanValue());
        assertEquals(0, report.get("unmatched").size());
        long parts = 0;
        for (JsonNode part : report.get("parts")) {
            parts += part.longValue();
        }
        assertEquals(report.get("parameters").longValue(), parts);
        assertTrue(report.get("config").has("vision_config.layer_norm_eps"));
        for (String name : report.get("defaults").propertyNames()) {
            assertTrue(report.get("config").has(name), name);
        }
        String text = run("inspect", folder.toString()).out();
        assertTrue(text.contains(report.get("architecture").stringValue()), text);
    }

    @Test
    void inspectNamesWhatDoesNotFit() throws IOException {
        Path source = folders().getFirst();
        for (String name : List.of("model.safetensors", "tokenizer.json")) {
            Files.copy(source.resolve(name), scratch.resolve(name));
        }
        var settings = ConfigJson.read(source.resolve("config.json")).tree();
        ((tools.jackson.databind.node.ObjectNode) settings.get("vision_config")).put("num_hidden_layers", 1);
        ((tools.jackson.databind.node.ObjectNode) settings.get("qformer_config")).remove("layer_norm_eps");
        settings.put("num_query_tokens", 3);
        ConfigJson.write(scratch.resolve("config.json"), settings);
        JsonNode report = inspect(65, scratch);
        assertFalse(report.get("sound").booleanValue());
        assertTrue(report.get("unmatched").get(0).stringValue().startsWith("vision_model.encoder.layers."));
        assertTrue(report.get("wrong_shape").get(0).stringValue().startsWith("query_tokens "));
        assertTrue(report.get("defaults").has("qformer_config.layer_norm_eps"));
        assertEquals(
                66, Finished.run("inspect", scratch.resolve("none").toString()).code());
    }

    @ParameterizedTest
    @MethodSource("folders")
    void hfExportHoldsTheSameModel(Path folder) throws IOException {
        Path out = scratch.resolve("out");
        JsonNode files = run(
                        "export", "--model", folder.toString(), "--format", "hf", "--out", out.toString(), "--json")
                .rows()
                .getFirst()
                .get("files");
        assertTrue(files.size() >= 5, files.toString());
        JsonNode before = inspect(0, folder);
        JsonNode after = inspect(0, out);
        assertEquals(before.get("parts"), after.get("parts"));
        assertEquals(0, after.get("ignored").size(), "aliases and buffers stay behind");
        if (before.get("architecture").stringValue().contains("Conditional")) {
            String picture = Golden.folder().resolve("images").toString() + "/*.png";
            List<JsonNode> rows = captions(out, picture);
            assertEquals(captions(folder, picture), rows);
        }
        Finished again =
                Finished.run("export", "--model", folder.toString(), "--format", "hf", "--out", out.toString());
        assertEquals(73, again.code(), again.err());
    }

    private static List<JsonNode> captions(Path folder, String pictures) {
        List<JsonNode> ids = new ArrayList<>();
        run("caption", "--model", folder.toString(), pictures, "--json", "--quiet", "--max-new-tokens", "6")
                .rows()
                .forEach(row -> ids.add(row.get("ids")));
        assertFalse(ids.isEmpty());
        return ids;
    }

    @Test
    void checkpointOfLavisAnswersWithItsTowers() throws IOException {
        Path out = scratch.resolve("out");
        Finished exported = run("export", "--model", stage1.toString(), "--format", "lavis", "--out", out.toString());
        String checkpoint = exported.out().strip();
        assertTrue(checkpoint.endsWith("blip2_pretrained.pth"), checkpoint);
        // A folder of a retrieval model serves as the folder of its encoder.
        String[] towers = {"--vision", stage1.toString(), "--tokenizer", stage1.toString(), "--json", "--quiet"};
        String picture = picture();
        Finished direct = run("match", "--model", stage1.toString(), "--text", "a dog", picture, "--json", "--quiet");
        Finished lavis = run(with(towers, "match", "--model", checkpoint, "--text", "a dog", picture));
        assertEquals(direct.out(), lavis.out());
        Finished captions = run(with(towers, "caption", "--model", checkpoint, picture));
        assertTrue(captions.rows().getFirst().get("ids").size() >= 9);
        Finished bare = Finished.run("caption", "--model", checkpoint, picture);
        assertEquals(66, bare.code());
        assertTrue(bare.err().contains("--vision"), bare.err());
        Path converted = scratch.resolve("converted");
        run(with(towers, "export", "--model", checkpoint, "--format", "hf", "--out", converted.toString()));
        Finished back = run("match", "--model", converted.toString(), "--text", "a dog", picture, "--json", "--quiet");
        assertEquals(direct.out(), back.out());
    }

    private static String[] with(String[] more, String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    private static String picture() throws IOException {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("images"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".png"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
