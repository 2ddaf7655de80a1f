package io.blip2j.tools.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.tools.Finished;
import io.blip2j.tools.infer.GoldenFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `data` and `eval` on a data set of two golden pictures and a broken one, with models of random weights.
class EvalCommandsTest {
    @TempDir
    Path folder;

    private String list;

    @BeforeEach
    void write() throws IOException {
        List<String> pictures = GoldenFolders.pictures();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            Files.copy(Path.of(pictures.get(i)), folder.resolve(i + ".png"));
            rows.append(
                    "{\"image\": \"" + i + ".png\", \"image_id\": " + (70 + i)
                            + ", \"caption\": [\"a cat\", \"a dog\"], \"questions\": [{\"text\": \"a cat\", \"expected\": \"a dog\"}]},");
        }
        list = folder.resolve("list.json").toString();
        Files.writeString(Path.of(list), "[" + rows + "{\"image\": \"none.png\", \"caption\": \"a cat\"}]");
    }

    private Finished run(String... arguments) {
        return Finished.run(arguments);
    }

    private JsonNode file(String name) throws IOException {
        return new JsonMapper().readTree(Files.readString(folder.resolve(name)));
    }

    @Test
    void dataTellsWhatThereIsAndWhatIsBad() {
        Finished inspected = run("data", "inspect", list, "--json");
        assertEquals(0, inspected.code(), inspected.err());
        assertEquals(List.of("path", "samples", "bad"), inspected.fields(0).subList(0, 3));
        JsonNode row = inspected.rows().getFirst();
        assertEquals(
                "[5, 0, 5, 2]",
                List.of(row.get("samples"), row.get("bad"), row.get("captions"), row.get("questions"))
                        .toString());
        Finished validated = run("data", "validate", list, "--json", "--quiet");
        assertEquals(65, validated.code(), validated.err());
        assertEquals(
                "IMG-MISSING",
                validated
                        .rows()
                        .getFirst()
                        .get("bad_samples")
                        .get(0)
                        .get("code")
                        .stringValue());
        assertEquals(
                66, run("data", "inspect", folder.resolve("nowhere").toString()).code());
    }

    @Test
    void tooManyBadSamplesAreNoScore() {
        String out = folder.resolve("out").toString();
        Finished finished = run(
                "eval", "caption", "--model", GoldenFolders.opt().toString(), "--data", list, "--out", out, "--quiet");
        assertEquals(65, finished.code());
        assertTrue(finished.err().contains("1 bad of 3 samples (33.3 %: IMG-MISSING 1)"), finished.err());
    }

    @Test
    void scoresAndResultFiles() throws IOException {
        Files.copy(folder.resolve("0.png"), folder.resolve("none.png"));
        String model = GoldenFolders.opt().toString();
        String out = folder.resolve("c").toString();
        Finished captions = run(
                "eval",
                "caption",
                "--model",
                model,
                "--data",
                list,
                "--out",
                out,
                "--split",
                "val",
                "--json",
                "--num-beams",
                "1",
                "--max-new-tokens",
                "4");
        assertEquals(0, captions.code(), captions.err());
        assertEquals(3, captions.rows().getLast().get("images").intValue());
        JsonNode results = file("c/captions_val_blip2_results.json");
        assertEquals(70, results.get(0).get("image_id").intValue());
        assertTrue(results.get(2).get("caption").isString());
        assertEquals(
                73,
                run("eval", "caption", "--model", model, "--data", list, "--out", out)
                        .code());

        Finished answers = run(
                "eval",
                "vqa",
                "--model",
                model,
                "--data",
                list,
                "--out",
                folder.resolve("v").toString(),
                "--split",
                "val",
                "--json",
                "--num-beams",
                "1",
                "--max-new-tokens",
                "4");
        assertEquals(0, answers.code(), answers.err());
        assertEquals(2, answers.rows().getLast().get("scored").intValue());
        assertEquals(2, file("v/vqa_OpenEnded_mscoco_val_blip2_results.json").size());
    }

    @Test
    void retrievalComparesAllWithAll() throws IOException {
        Files.copy(folder.resolve("0.png"), folder.resolve("none.png"));
        Finished finished = run(
                "eval",
                "retrieval",
                "--model",
                GoldenFolders.comparing().toString(),
                "--data",
                list,
                "--out",
                folder.resolve("r").toString(),
                "--json");
        assertEquals(0, finished.code(), finished.err());
        JsonNode scores = finished.rows().getLast();
        assertEquals(3, scores.get("images").intValue());
        assertEquals(5, scores.get("texts").intValue());
        assertEquals(100, scores.get("txt_r5").doubleValue());
    }
}
