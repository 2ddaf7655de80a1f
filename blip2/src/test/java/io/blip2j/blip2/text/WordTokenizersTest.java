package io.blip2j.blip2.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordTokenizersTest {
    private static final List<String> WORDS = List.of(
            "a small large red circle square left right of question answer : ? what color is the red".split(" "));
    private static final List<String> TEXTS = List.of(
            "a small red circle left of a large square",
            "what color is the circle ?",
            "question: what color is the circle ? answer: red",
            "unknown words, too!",
            "",
            "a <image> red</s>");

    @TempDir
    private Path folder;

    @Test
    void everyWordOfByteLevelBpeIsOneToken() {
        Tokenizer tokenizer = WordTokenizers.writeByteLevelBpe(folder, WORDS);
        for (String word : WORDS) {
            assertEquals(1, tokenizer.encode(word, false).length(), word);
            assertEquals(1, tokenizer.encode(" " + word, false).length(), word);
        }
        assertEquals("Ċ", tokenizer.token(tokenizer.encode("\n", false).ids()[0]));
        assertEquals(tokenizer.size() - 1, tokenizer.special().image().orElseThrow());
        assertEquals(
                tokenizer.special().bos().orElseThrow(),
                tokenizer.encode("a", true).ids()[0]);
        String text = "any ☃ text\u0000 with 'signs' \n\n";
        assertEquals(text, tokenizer.decode(tokenizer.encode(text, true).ids(), true, false));
        assertOlderFilesAgree(tokenizer);
    }

    @Test
    void everyWordOfUnigramIsOneToken() {
        Tokenizer tokenizer = WordTokenizers.writeUnigram(folder, WORDS);
        SentencePiece bare = SentencePiece.load(folder.resolve("spiece.model"));
        for (String text : List.of("a small red circle", "what | color ?", "xyz, & [more]")) {
            int[] ids = tokenizer.encode(text, false).ids();
            assertArrayEquals(ids, bare.encode(text));
            assertEquals(text, tokenizer.decode(ids, true, false));
            assertEquals(text, bare.decode(ids));
        }
        assertEquals(4, tokenizer.encode("a small red circle", false).length());
        assertEquals(1, tokenizer.encode(WordTokenizers.SEPARATOR, false).length());
        assertEquals(tokenizer.size() - 1, tokenizer.special().image().orElseThrow());
        assertOlderFilesAgree(tokenizer);
    }

    @Test
    void everyWordOfWordPieceIsOneToken() {
        Tokenizer tokenizer = WordTokenizers.writeWordPiece(folder, WORDS);
        for (String word : WORDS) {
            assertEquals(
                    1, tokenizer.encode(word.toUpperCase(Locale.ROOT), false).length(), word);
        }
        assertEquals(tokenizer.size() - 1, tokenizer.special().bos().orElseThrow());
        int unknown = tokenizer.special().unk().orElseThrow();
        assertFalse(
                Arrays.stream(tokenizer.encode("any text, with: signs", true).ids())
                        .anyMatch(id -> id == unknown));
        assertOlderFilesAgree(tokenizer);
    }

    @Test
    void filesAreTheSameEachTime() throws IOException {
        WordTokenizers.writeWordPiece(folder.resolve("one"), WORDS);
        WordTokenizers.writeWordPiece(folder.resolve("two"), WORDS);
        List<Path> files = GoldenTokenizers.list(folder.resolve("one"));
        assertTrue(files.size() >= 5);
        for (Path file : files) {
            assertEquals(-1, Files.mismatch(file, folder.resolve("two").resolve(file.getFileName())));
        }
    }

    private void assertOlderFilesAgree(Tokenizer tokenizer) {
        Tokenizer older = Tokenizers.loadOlderFiles(folder);
        assertEquals(tokenizer.size(), older.size());
        assertEquals(tokenizer.special(), older.special());
        for (String text : TEXTS) {
            assertArrayEquals(
                    tokenizer.encode(text, true).ids(), older.encode(text, true).ids(), text);
        }
    }
}
