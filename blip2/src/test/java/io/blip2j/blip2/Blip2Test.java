package io.blip2j.blip2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The public API on the golden folders: what a picture gets does not depend on what else is asked.
class Blip2Test {
    private static final List<String> QUESTIONS =
            List.of("how many dogs?", "what?", "is there a red chair by the old tree?");

    /// A folder on a backend.
    record Loaded(Path folder, String backend) {
        Blip2 load() {
            return Blip2.load(folder, Blip2Options.standard().withBackend(Backends.named(backend)));
        }

        @Override
        public String toString() {
            return folder.getFileName() + " " + backend;
        }
    }

    static List<Loaded> answering() throws IOException {
        return folders("Blip2ForConditionalGeneration");
    }

    static List<Loaded> comparing() throws IOException {
        return folders("Blip2ForImageTextRetrieval");
    }

    private static List<Loaded> folders(String type) throws IOException {
        List<Loaded> all = new ArrayList<>();
        for (Path folder : Golden.folders("models")) {
            boolean whole = Files.exists(folder.resolve("tokenizer.json"));
            if (whole && Files.readString(folder.resolve("config.json")).contains(type)) {
                Backends.names().forEach(backend -> all.add(new Loaded(folder, backend)));
            }
        }
        return all;
    }

    static List<Picture> pictures(int count) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.list(Golden.folder().resolve("images"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("g")).sorted().toList()) {
                pictures.add(PictureReader.upright().read(file)); // PNG and JPEG
            }
        }
        return Collections.nCopies(count, pictures).stream()
                .flatMap(List::stream)
                .limit(count)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("answering")
    void aloneAndInBatchesAnswersAreTheSame(Loaded loaded) throws IOException {
        Map<String, Object> sampling =
                Map.of("do_sample", true, "num_beams", 1, "num_return_sequences", 2, "max_new_tokens", 5);
        List<Map<String, Object>> ways =
                List.of(Map.of("num_beams", 1), Map.of("max_new_tokens", 0, "max_length", 36), sampling);
        try (Blip2 blip2 = loaded.load()) {
            List<Picture> pictures = pictures(7);
            List<String> questions = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                questions.add(QUESTIONS.get(i % QUESTIONS.size()));
            }
            for (Map<String, Object> way : ways) {
                Decoding how = Decoding.of(way);
                List<Reply> seven = blip2.answer(pictures, questions, how);
                List<Reply> two = blip2.answer(pictures.subList(3, 5), questions.subList(3, 5), how.from(3));
                for (int i = 0; i < pictures.size(); i++) {
                    Reply alone = blip2.answer(List.of(pictures.get(i)), questions.get(i), how.from(i))
                            .getFirst();
                    assertSame(alone, seven.get(i));
                    if (i == 3 || i == 4) {
                        assertSame(alone, two.get(i - 3));
                    }
                }
            }
            List<Reply> captions = blip2.caption(pictures, "a photo of", Decoding.STANDARD);
            assertSame(
                    blip2.caption(List.of(pictures.get(6)), "a photo of", Decoding.STANDARD)
                            .getFirst(),
                    captions.get(6));
        }
    }

    private static void assertSame(Reply expected, Reply found) {
        assertEquals(expected.choices().size(), found.choices().size());
        for (int i = 0; i < found.choices().size(); i++) {
            assertArrayEquals(
                    expected.choices().get(i).ids(), found.choices().get(i).ids());
            assertEquals(
                    expected.choices().get(i).text(), found.choices().get(i).text());
            assertEquals(
                    expected.choices().get(i).score(), found.choices().get(i).score());
        }
    }

    @ParameterizedTest
    @MethodSource("answering")
    void candidatesAreRankedByTheirLikelihood(Loaded loaded) throws IOException {
        try (Blip2 blip2 = loaded.load()) {
            List<String> candidates = List.of("red", "two dogs", "a tree");
            Reply reply = blip2.rank(pictures(1), "what?", candidates, 0).getFirst();
            assertEquals(candidates.size(), reply.choices().size());
            assertTrue(reply.choices().get(0).score() >= reply.choices().get(1).score());
            assertTrue(reply.score() < 0);
            // The greedy answer is as likely as its own score says.
            Reply greedy = blip2.answer(pictures(1), "what?", Decoding.of(Map.of("num_beams", 1, "max_new_tokens", 3)))
                    .getFirst();
            assertTrue(greedy.score() < 0);
        }
    }

    @ParameterizedTest
    @MethodSource("answering")
    void forbiddenWordsDoNotCome(Loaded loaded) throws IOException {
        try (Blip2 blip2 = loaded.load()) {
            Decoding greedy = Decoding.of(Map.of("num_beams", 1));
            Tokenizer tokenizer = Tokenizers.load(loaded.folder());
            int words = 0;
            for (Picture picture : pictures(7)) {
                List<Picture> one = List.of(picture);
                long[] said = blip2.caption(one, null, greedy).getFirst().ids();
                for (long id : said) {
                    String word =
                            tokenizer.decode(new int[] {(int) id}, true, false).strip();
                    if (isToken(tokenizer, word, id) || isToken(tokenizer, " " + word, id)) {
                        Decoding without = new Decoding(greedy.options(), List.of(word), 0);
                        long[] other =
                                blip2.caption(one, null, without).getFirst().ids();
                        assertTrue(Arrays.stream(other).noneMatch(found -> found == id), word);
                        words++;
                        break;
                    }
                }
            }
            assertTrue(words > 0);
        }
    }

    private static boolean isToken(Tokenizer tokenizer, String text, long id) {
        return Arrays.equals(new int[] {(int) id}, tokenizer.encode(text, false).ids());
    }

    @ParameterizedTest
    @MethodSource("comparing")
    void searchRanksByWhatMatchSays(Loaded loaded) throws IOException {
        try (Blip2 blip2 = loaded.load()) {
            List<Picture> pictures = pictures(11);
            List<Match> matches = blip2.match(pictures, "a dog in the park");
            List<Hit> hits = blip2.search(pictures, "a dog in the park", 4, 11);
            assertEquals(4, hits.size());
            for (int i = 0; i < hits.size(); i++) {
                assertEquals(matches.get(hits.get(i).index()), hits.get(i).match());
                assertTrue(i == 0
                        || hits.get(i - 1).match().score()
                                >= hits.get(i).match().score());
            }
            assertEquals(matches.get(5), blip2.match(pictures.get(5), "a dog in the park"));
            assertTrue(matches.stream()
                    .allMatch(match -> match.itm() > 0 && match.itm() < 1 && Math.abs(match.itc()) <= 1.001));
        }
    }

    @Test
    void folderOfTheOtherKindSaysWhatIsNeeded() throws IOException {
        try (Blip2 blip2 = answering().getFirst().load()) {
            InputException wrong = assertThrows(
                    InputException.class, () -> blip2.match(pictures(1).getFirst(), "a dog"));
            assertEquals(InputException.Kind.MISSING, wrong.kind());
        }
    }

    @Test
    void promptBeyondThePositionsIsRefused() throws IOException {
        String words = "dog ".repeat(600);
        for (Loaded loaded : comparing()) {
            try (Blip2 blip2 = loaded.load()) {
                assertThrows(InputException.class, () -> blip2.match(pictures(1).getFirst(), words));
            }
        }
        for (Loaded loaded : answering()) {
            if (Files.exists(loaded.folder().resolve("merges.txt"))) { // OPT: T5 has no end of positions
                try (Blip2 blip2 = loaded.load()) {
                    assertThrows(
                            InputException.class, () -> blip2.answer(pictures(1).getFirst(), words));
                }
            }
        }
    }

    @Test
    void folderWithoutWeightsIsRefusedAtOnce(@TempDir Path empty) throws IOException {
        Files.copy(answering().getFirst().folder().resolve("config.json"), empty.resolve("config.json"));
        InputException missing = assertThrows(InputException.class, () -> Blip2.load(empty));
        assertEquals("MODEL-WEIGHTS", missing.code());
        assertEquals(InputException.Kind.MISSING, missing.kind());
    }
}
