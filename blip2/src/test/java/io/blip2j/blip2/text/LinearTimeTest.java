package io.blip2j.blip2.text;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A long run of anything takes a moment: quadratic work would take minutes.
class LinearTimeTest {
    private static final int BYTES = 300_000;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    static Stream<String> units() {
        return Stream.of(
                "a", " ", "\0", "\u0301", "a\u0301", "\ud800", "<imag", "'", "ab", "\r\n", "\ud83d\udc68\u200d");
    }

    @ParameterizedTest
    @MethodSource("units")
    void encodesLongRuns(String unit) {
        String text = unit.repeat(BYTES / unit.length());
        List<String> words = List.of("aa", "aaaa", "abab", "ab");
        List<Tokenizer> tokenizers = List.of(
                WordTokenizers.writeByteLevelBpe(folder.resolve("bpe"), words),
                WordTokenizers.writeUnigram(folder.resolve("unigram"), words),
                WordTokenizers.writeWordPiece(folder.resolve("words"), words));
        SentencePiece bare = SentencePiece.load(folder.resolve("unigram").resolve("spiece.model"));
        assertTimeoutPreemptively(LIMIT, () -> {
            for (Tokenizer tokenizer : tokenizers) {
                Encoding encoding = tokenizer.encode(text, true);
                assertTrue(encoding.length() > 0);
                tokenizer.decode(encoding.ids(), false, true);
            }
            bare.decode(bare.encode(text));
        });
    }
}
