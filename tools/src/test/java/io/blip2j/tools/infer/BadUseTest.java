package io.blip2j.tools.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.memory.MemoryBudget;
import io.blip2j.tools.Finished;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad use of the commands: one line that says what is wrong and what to do, and the exit code for it.
class BadUseTest {
    private final Path opt = GoldenFolders.opt();
    private final Path itm = GoldenFolders.comparing();
    private final Path picture = Path.of(GoldenFolders.pictures().getFirst());

    @TempDir
    private Path scratch;

    private Finished caption(Object... images) {
        return run("caption", "--model", opt.toString(), images);
    }

    private static Finished run(String command, String option, String value, Object... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = command;
        arguments[1] = option;
        arguments[2] = value;
        Arrays.setAll(more, i -> arguments[3 + i] = more[i].toString());
        return Finished.run(arguments);
    }

    private static void assertOneLine(int code, String expected, Finished finished) {
        assertEquals(code, finished.code(), finished.err());
        assertEquals(1, finished.err().lines().count(), finished.err());
        assertTrue(finished.err().startsWith("blip2 "), finished.err());
        assertTrue(finished.err().contains(expected), finished.err());
        assertFalse(finished.err().contains("Exception"), finished.err());
        assertEquals("", finished.out());
    }

    @Test
    void unknownOptionNamesTheNearest() {
        assertOneLine(64, "Did you mean --num-beams?", caption("--num-beam", "3", picture));
        assertOneLine(64, "--question", run("vqa", "--model", "x", picture));
        assertOneLine(64, "--model", Finished.run("caption", picture.toString()));
    }

    @Test
    void missingPictureIs66() {
        assertOneLine(66, "no such file", caption(scratch.resolve("none.png")));
        assertOneLine(66, "no file that matches", caption(scratch.resolve("*.png")));
        assertOneLine(66, "a folder without pictures", caption(scratch));
    }

    @Test
    void emptyTruncatedOrOtherFileIs65() throws IOException {
        assertOneLine(65, "blip2 caption: IMG-TYPE ", caption(Files.createFile(scratch.resolve("empty.png"))));
        byte[] bytes = Files.readAllBytes(picture);
        Path half = Files.write(scratch.resolve("half.png"), Arrays.copyOf(bytes, bytes.length / 2));
        assertOneLine(65, "blip2 caption: IMG-DATA ", caption(half));
        assertOneLine(
                65, "blip2 caption: IMG-TYPE ", caption(Files.writeString(scratch.resolve("text.jpg"), "Dear reader")));
        assertOneLine(65, "blip2 caption: IMG-B64 ", caption("data:image/png;base64,@@@@"));
    }

    @Test
    void oneBadPictureAmongManyLetsTheRestBeDone() throws IOException {
        Path bad = Files.createFile(scratch.resolve("empty.png"));
        Finished finished = caption(picture, bad, picture, "--json", "--quiet");
        assertEquals(65, finished.code());
        assertEquals(1, finished.err().lines().count(), finished.err());
        assertEquals(3, finished.rows().size());
        assertEquals(bad.toString(), finished.rows().get(1).get("image").stringValue());
        assertEquals("IMG-TYPE", finished.rows().get(1).get("code").stringValue());
        assertEquals(finished.rows().get(0).get("ids"), finished.rows().get(2).get("ids"));
        Finished search = run("search", "--model", itm.toString(), "--images", scratch, "--text", "a dog");
        assertOneLine(65, "blip2 search: IMG-TYPE ", search);
    }

    @Test
    void folderWithoutModelOrWeightsIs66() throws IOException {
        assertOneLine(66, "no such folder", run("caption", "--model", scratch + "/none", picture));
        assertOneLine(66, "config.json", run("caption", "--model", scratch.toString(), picture));
        assertOneLine(66, "hub", run("caption", "--model", "nobody/no-such-model", picture));
        Files.copy(opt.resolve("config.json"), scratch.resolve("config.json"));
        assertOneLine(66, "model.safetensors", run("caption", "--model", scratch.toString(), picture));
        assertOneLine(
                66, "needs a model for retrieval", run("match", "--model", opt.toString(), "--text", "a dog", picture));
    }

    /// One of each family of malformed files; the whole catalogue is a test of the library.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "config.json | {\"model_type\": \"blip-2\", | 65 | CFG-JSON",
                "config.json | {\"model_type\": \"llama\"} | 65 | CFG-MODEL",
                "config.json | {\"vision_config\": {\"num_hidden_layers\": 1000000000}} | 65 | CFG-RANGE",
                "config.json | {\"auto_map\": {\"AutoModel\": \"modeling.Model\"}} | 65 | CFG-REMOTECODE",
                "config.json | | 66 | CFG-MISSING",
                "preprocessor_config.json | {\"image_mean\": [0.5, 0.5]} | 65 | CFG-IMAGE",
                "preprocessor_config.json | | 66 | CFG-MISSING",
                "generation_config.json | [] | 65 | CFG-JSON",
                "tokenizer.json | {\"model\": {\"type\": \"Other\"}} | 65 | TOK-MODEL",
                "tokenizer.json | {\"model\": | 65 | TOK-JSON",
                "model.safetensors | version https://git-lfs.github.com/spec/v1 | 65 | ST-WRONGFILE",
                "model.safetensors | 7 bytes | 65 | ST-SHORT",
                "model.safetensors | | 66 | MODEL-WEIGHTS",
                "model.safetensors.index.json | {\"weight_map\": {\"a\": \"../model.safetensors\"}} | 65 | IDX-PATH",
            })
    void malformedModelFileIsToldInOneLine(String name, String content, int exit, String code) throws IOException {
        copyModel();
        if (name.endsWith(".index.json")) {
            Files.delete(scratch.resolve("model.safetensors"));
        }
        if (content == null) {
            Files.delete(scratch.resolve(name));
        } else {
            Files.writeString(scratch.resolve(name), content);
        }
        assertOneLine(exit, "blip2 caption: " + code + " ", run("caption", "--model", scratch.toString(), picture));
    }

    private void copyModel() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(opt, Files::isRegularFile)) {
            for (Path file : files) {
                if (!file.getFileName().toString().equals("processor_config.json")) {
                    Files.copy(file, scratch.resolve(file.getFileName()));
                }
            }
        }
    }

    @Test
    void truncatedWeightsAre65() throws IOException {
        copyModel();
        byte[] weights = Files.readAllBytes(opt.resolve("model.safetensors"));
        Files.write(scratch.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length - 100));
        assertOneLine(65, "ST-TRUNC", run("caption", "--model", scratch.toString(), picture));
    }

    @Test
    void weightsThatAreNotFiniteAre65WhereThatIsAsked() throws IOException {
        copyModel();
        Path weights = scratch.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0xff); // a NaN in every type
        Files.write(weights, bytes);
        assertEquals(
                0,
                run("caption", "--model", scratch.toString(), picture, "--quiet")
                        .code());
        assertOneLine(65, "ST-FINITE", run("caption", "--model", scratch.toString(), picture, "--strict-finite"));
        assertEquals(0, caption(picture, "--strict-finite", "--quiet").code());
    }

    @Test
    void weightsOfAnotherModelAre65() throws IOException {
        copyModel();
        Files.write(scratch.resolve("model.safetensors"), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        assertOneLine(65, "MODEL-MISSING", run("caption", "--model", scratch.toString(), picture));
    }

    @Test
    void memoryBudgetIs71() {
        MemoryBudget budget = MemoryBudget.nativeMemory();
        long before = budget.limit();
        try {
            budget.limit(1024);
            assertOneLine(71, "of native memory", caption("--weights", "bf16", picture));
        } finally {
            budget.limit(before);
        }
    }

    @Test
    void valuesOutOfRangeAre64() {
        assertOneLine(64, "num_beams", caption("--num-beams", "0", picture));
        assertOneLine(64, "[TRUE, FALSE, NEVER]", caption("--early-stopping", "soon", picture));
        assertOneLine(64, "top_p", caption("--top-p", "1.5", picture));
        assertOneLine(
                64, "--top", run("search", "--model", itm.toString(), "--images", scratch, "--text", "a", "--top", 0));
    }

    @Test
    void weightsOfEveryTypeAreTaken() {
        for (String type : new String[] {"keep", "f32", "bf16", "int8", "int4"}) {
            assertEquals(0, caption("--weights", type, picture).code(), type);
        }
    }

    @Test
    void quantizeWantsATypeAndAnEmptyFolder() throws IOException {
        String model = opt.toString();
        Path out = scratch.resolve("smaller");
        assertOneLine(64, "int8, int4 or bf16", run("quantize", "--model", model, "--out", out));
        Files.createDirectories(out);
        Files.writeString(out.resolve("mine.txt"), "mine");
        assertOneLine(73, "empty", run("quantize", "--model", model, "--weights", "int8", "--out", out));
    }

    @Test
    void promptWithoutRoomIs65() {
        assertOneLine(65, "Shorten it", caption("--prompt", "dog ".repeat(300), picture));
    }

    @Test
    void candidatesHaveToBeThere() throws IOException {
        String model = opt.toString();
        Path none = scratch.resolve("none.txt");
        assertOneLine(66, "none.txt", run("vqa", "--model", model, "--question", "a", "--candidates", none, picture));
        Path empty = Files.createFile(scratch.resolve("empty.txt"));
        assertOneLine(
                65,
                "one answer a line",
                run("vqa", "--model", model, "--question", "a", "--candidates", empty, picture));
    }
}
