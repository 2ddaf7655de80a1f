package io.blip2j.tools.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.tools.Finished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `tokenize`: rows of ids and tokens, whose tokenizer, bad lines.
class TokenizeCommandTest {
    private static final String TEXTS = "\"a photo of\"\n\"\"\n\"two\\nlines \\ud83d\\ude00 \\ud800\"\n";

    @TempDir
    private Path scratch;

    private static Finished tokenize(Path model, String texts, String... more) {
        String[] arguments = new String[3 + more.length];
        Arrays.asList("tokenize", "--model", model.toString()).toArray(arguments);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Finished.run(texts.getBytes(StandardCharsets.UTF_8), arguments);
    }

    private static void assertRows(Tokenizer tokenizer, Finished finished) {
        assertEquals(0, finished.code(), finished.err());
        List<String> texts = List.of("a photo of", "", "two\nlines \ud83d\ude00 \ud800");
        assertEquals(texts.size(), finished.rows().size());
        for (int i = 0; i < texts.size(); i++) {
            assertEquals(List.of("ids", "tokens"), finished.fields(i));
            JsonNode row = finished.rows().get(i);
            int[] ids = tokenizer.encode(texts.get(i), true).ids();
            assertEquals(Arrays.toString(ids), row.get("ids").toString().replace(",", ", "));
            assertEquals(ids.length, row.get("tokens").size());
            for (int j = 0; j < ids.length; j++) {
                assertEquals(tokenizer.token(ids[j]), row.get("tokens").get(j).stringValue());
            }
        }
    }

    @Test
    void givesIdsAndTokensOfEachLine() throws IOException {
        Tokenizer tokenizer = Tokenizers.load(GoldenFolders.opt());
        assertRows(tokenizer, tokenize(GoldenFolders.opt(), TEXTS, "--json"));
        assertRows(tokenizer, tokenize(GoldenFolders.opt(), TEXTS, "--json", "-", "--which", "language"));
        Path file = Files.writeString(scratch.resolve("texts"), TEXTS);
        assertRows(tokenizer, tokenize(GoldenFolders.opt(), "", "--json", file.toString()));
    }

    @Test
    void takesTheQFormersWhereThereIsOne() throws IOException {
        Path itm = GoldenFolders.comparing();
        Tokenizer tokenizer = Tokenizers.load(itm);
        assertRows(tokenizer, tokenize(itm, TEXTS, "--json", "--which", "qformer"));
        Tokenizers.copy(itm, scratch.resolve("stage1"));
        assertRows(tokenizer, tokenize(scratch, TEXTS, "--json", "--which", "qformer"));
        assertEquals(
                66, tokenize(GoldenFolders.opt(), TEXTS, "--which", "qformer").code());
        Finished none = tokenize(itm, TEXTS, "--which", "language");
        assertEquals(66, none.code());
        assertTrue(none.err().contains("CLI-WHICH "), none.err());
        assertEquals(66, tokenize(scratch, TEXTS).code(), "no tokenizer at the root");
    }

    @Test
    void goesOnPastBadLines() {
        String lines = "\"a\"\na\n\n12\n\"a\" \"b\"\n\"b\"";
        Finished finished = tokenize(GoldenFolders.opt(), lines, "--json");
        assertEquals(65, finished.code());
        assertEquals(6, finished.rows().size());
        assertEquals(4, finished.rows().stream().filter(row -> row.has("code")).count());
        assertEquals(4, finished.err().lines().count(), finished.err());
        assertTrue(finished.err().contains("stdin, line 2"), finished.err());
        assertEquals(
                66,
                tokenize(GoldenFolders.opt(), "", scratch.resolve("none").toString())
                        .code());
    }

    @Test
    void showsIdsBesideTokensToPeople() {
        Tokenizer tokenizer = Tokenizers.load(GoldenFolders.opt());
        int first = tokenizer.encode("a", true).ids()[0];
        Finished finished = tokenize(GoldenFolders.opt(), "\"a\"");
        assertTrue(finished.out().startsWith(first + ":" + tokenizer.token(first) + " "), finished.out());
    }
}
