package io.blip2j.tools.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.testing.Golden;
import io.blip2j.tools.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The commands that use a model, on the golden folders: fields, inputs, batches, recipes.
class InferenceCommandsTest {
    private static final List<String> REPLY = List.of("ids", "score", "timings");

    @TempDir
    private Path scratch;

    private final String opt = GoldenFolders.opt().toString();
    private final String picture = GoldenFolders.pictures().getFirst();

    static List<Path> answering() {
        return GoldenFolders.answering();
    }

    private static Finished json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        Finished finished = Finished.run(all.toArray(String[]::new));
        assertEquals(0, finished.code(), finished.err());
        return finished;
    }

    private static JsonNode without(JsonNode row, String field) {
        JsonNode copy = row.deepCopy();
        ((tools.jackson.databind.node.ObjectNode) copy).remove(field);
        return copy;
    }

    @ParameterizedTest
    @MethodSource("answering")
    void captionOfEachPictureIsTheSameAloneAndAmongOthers(Path folder) {
        String model = folder.toString();
        String[] pictures = GoldenFolders.pictures().subList(0, 3).toArray(String[]::new);
        Finished together = json("caption", "--model", model, pictures[0], pictures[1], pictures[2]);
        assertEquals(List.of("image", "caption", "ids", "score", "timings"), together.fields(0));
        assertEquals(
                List.of("load", "vision", "qformer", "prefill", "decode"),
                List.copyOf(together.rows().get(0).get("timings").propertyNames()));
        for (int i = 0; i < pictures.length; i++) {
            JsonNode alone =
                    json("caption", "--model", model, pictures[i]).rows().get(0);
            assertEquals(pictures[i], alone.get("image").stringValue());
            assertEquals(without(alone, "timings"), without(together.rows().get(i), "timings"));
        }
        Finished text = Finished.run("caption", "--model", model, "--quiet", pictures[0]);
        assertEquals(
                together.rows().get(0).get("caption").stringValue(), text.out().strip());
        assertEquals("", text.err());
    }

    @ParameterizedTest
    @MethodSource("answering")
    void answersComeFreelyOrFromCandidates(Path folder) throws IOException {
        String[] ask = {"vqa", "--model", folder.toString(), "--question", "how many dogs?", picture};
        Finished free = json(ask);
        assertEquals(
                Stream.concat(Stream.of("image", "question", "answer"), REPLY.stream())
                        .toList(),
                free.fields(0));
        Path candidates = Files.writeString(scratch.resolve("answers.txt"), "two\n\n none \nthree dogs\n");
        Finished chosen = json(Stream.concat(Stream.of(ask), Stream.of("--candidates", candidates.toString()))
                .toArray(String[]::new));
        assertEquals(free.fields(0), chosen.fields(0));
        assertTrue(List.of("two", "none", "three dogs")
                .contains(chosen.rows().get(0).get("answer").stringValue()));
        assertTrue(chosen.rows().get(0).get("score").doubleValue() < 0);
    }

    @Test
    void decodingOptionsReachGeneration() {
        String[] caption = {"caption", "--model", opt, picture, "--max-new-tokens", "4"};
        JsonNode beams = json(caption).rows().get(0);
        assertTrue(beams.get("ids").size() <= 4);
        Finished several = json(Stream.concat(
                        Stream.of(caption),
                        Stream.of("--do-sample", "--num-beams=1", "--num-return-sequences=3", "--seed=4"))
                .toArray(String[]::new));
        assertEquals(1, several.rows().size());
        assertEquals(2, several.rows().get(0).get("others").size());
        assertEquals(
                List.of("caption", "ids", "score"),
                List.copyOf(several.rows().get(0).get("others").get(0).propertyNames()));
    }

    @Test
    void matchAndSearchAgree() {
        String folder = Golden.folder().resolve("images").toString();
        Finished search = json(
                "search",
                "--model",
                GoldenFolders.comparing().toString(),
                "--images",
                folder + "/*.png",
                "--text",
                "a dog",
                "--top",
                "3");
        assertEquals(List.of("rank", "image", "score", "itc", "itm"), search.fields(0));
        assertEquals(3, search.rows().size());
        JsonNode first = search.rows().get(0);
        Finished match = json(
                "match",
                "--model",
                GoldenFolders.comparing().toString(),
                "--text",
                "a dog",
                first.get("image").stringValue());
        assertEquals(List.of("image", "text", "itm", "itc"), match.fields(0));
        assertEquals(first.get("itm"), match.rows().get(0).get("itm"));
        assertEquals(first.get("itc"), match.rows().get(0).get("itc"));
    }

    @Test
    void pictureMayComeFromFoldersStdinAndUris() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(picture));
        Path folder = Files.createDirectories(scratch.resolve("pictures/inner"));
        Files.write(folder.resolve("b.PNG"), bytes);
        Files.write(folder.resolveSibling("a.png"), bytes);
        Files.writeString(folder.resolveSibling("notes.txt"), "no picture");
        String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
        Finished all = Finished.run(
                bytes,
                "caption",
                "--model",
                opt,
                "--json",
                "--quiet",
                "-",
                uri,
                folder.getParent().toString(),
                folder.getParent() + "/*.p?g",
                picture);
        assertEquals(0, all.code(), all.err());
        List<JsonNode> rows = all.rows();
        assertEquals(6, rows.size());
        assertEquals("-", rows.get(0).get("image").stringValue());
        assertTrue(rows.get(1).get("image").stringValue().length() < 60);
        assertTrue(rows.get(2).get("image").stringValue().endsWith("a.png"));
        assertTrue(rows.get(3).get("image").stringValue().endsWith("inner/b.PNG"));
        rows.forEach(row -> assertEquals(rows.get(5).get("ids"), row.get("ids")));
    }

    @Test
    void recipeOfTheFolderSaysHowToAsk() throws IOException {
        Path folder = scratch.resolve("run");
        copy(GoldenFolders.opt(), folder);
        Files.writeString(
                folder.resolve("stage2.yaml"),
                "prompt: \"a photo of\"\nquestion_prompt: \"{} is\"\nmax_new_tokens: 3\nnum_beams: 1\ninit_lr: 0.1\n");
        JsonNode asked =
                json("caption", "--model", folder.toString(), picture).rows().get(0);
        assertTrue(asked.get("ids").size() <= 3);
        JsonNode same = json(
                        "caption",
                        "--model",
                        opt,
                        "--prompt",
                        "a photo of",
                        "--max-new-tokens=3",
                        "--num-beams=1",
                        picture)
                .rows()
                .get(0);
        assertEquals(same.get("ids"), asked.get("ids"));
        JsonNode none = json("caption", "--model", folder.toString(), "--prompt", "", picture)
                .rows()
                .get(0);
        assertNotEquals(none.get("score"), asked.get("score"));
        JsonNode answer = json("vqa", "--model", folder.toString(), "--question", "the dog", picture)
                .rows()
                .get(0);
        JsonNode prompted = json("caption", "--model", folder.toString(), "--prompt", "the dog is", picture)
                .rows()
                .get(0);
        assertEquals(prompted.get("ids"), answer.get("ids"));
        Files.writeString(folder.resolve("stage2.yaml"), "prompt: [1, 2]\n");
        assertEquals(
                78,
                Finished.run("caption", "--model", folder.toString(), picture).code());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("answering")
    void aSmallerFolderAnswersAsTheModelInThatType(Path folder) {
        for (String type : new String[] {"int8", "int4", "bf16"}) {
            String out = scratch.resolve(type).toString();
            Finished made = json("quantize", "--model", folder.toString(), "--weights", type, "--out", out);
            assertEquals(List.of("tensor", "type", "relative_error"), made.fields(0));
            JsonNode last = made.rows().getLast();
            assertEquals("logits", last.get("tensor").stringValue());
            double change = last.get("relative_error").doubleValue();
            assertTrue(change > 0 && change < 0.5, type + " changes logits by " + change);
            JsonNode kept = json("caption", "--model", folder.toString(), "--weights", type, picture)
                    .rows()
                    .get(0);
            JsonNode saved = json("caption", "--model", out, picture).rows().get(0);
            assertEquals(without(kept, "timings"), without(saved, "timings"));
        }
    }
}
