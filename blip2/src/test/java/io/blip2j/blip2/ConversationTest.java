package io.blip2j.blip2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.image.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Several turns about one picture: what stands before a question, and text that comes piece by piece.
class ConversationTest {
    private static final Decoding GREEDY = Decoding.of(Map.of("num_beams", 1, "max_new_tokens", 6));
    private static final List<String> ASKED = List.of("how many dogs?", "what color is the dog?", "why?");

    static List<Blip2Test.Loaded> answering() throws IOException {
        return Blip2Test.answering();
    }

    @ParameterizedTest
    @MethodSource("answering")
    void laterQuestionsComeWithEarlierTurns(Blip2Test.Loaded loaded) throws IOException {
        Picture picture = Blip2Test.pictures(1).getFirst();
        try (Blip2 blip2 = loaded.load()) {
            boolean opt = loaded.folder().toString().contains("opt");
            Conversation chat = blip2.chat(picture);
            Conversation forgetful = blip2.chat(picture, 0);
            String before = "";
            for (String question : ASKED) {
                List<String> pieces = new ArrayList<>();
                String answer = chat.ask(question, GREEDY, pieces::add);
                assertEquals(answer, String.join("", pieces));
                String prompt = "Question: " + question + (opt ? " Answer:" : " Short answer:");
                assertEquals(
                        blip2.caption(List.of(picture), before + prompt, GREEDY)
                                .getFirst()
                                .text(),
                        answer);
                assertEquals(
                        blip2.answer(List.of(picture), question, GREEDY)
                                .getFirst()
                                .text(),
                        forgetful.ask(question, GREEDY, _ -> true));
                before += prompt + " " + answer + (answer.endsWith(".") ? " " : ". ");
            }
            assertEquals(
                    ASKED,
                    chat.turns().stream().map(Conversation.Turn::question).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("answering")
    void answerThatIsStoppedIsWhatWasSaid(Blip2Test.Loaded loaded) throws IOException {
        try (Blip2 blip2 = loaded.load()) {
            Conversation chat = blip2.chat(Blip2Test.pictures(1).getFirst());
            Decoding longer = Decoding.of(Map.of("min_new_tokens", 9, "max_new_tokens", 9));
            List<String> pieces = new ArrayList<>();
            String whole = chat.ask(ASKED.getFirst(), longer, pieces::add);
            Conversation other = blip2.chat(Blip2Test.pictures(1).getFirst());
            List<String> heard = new ArrayList<>();
            String stopped = other.ask(ASKED.getFirst(), longer, more -> {
                heard.add(more);
                return heard.size() < 3;
            });
            assertEquals(String.join("", pieces.subList(0, 3)), stopped);
            assertEquals(3, heard.size());
            assertTrue(whole.startsWith(stopped));
            assertEquals(stopped, other.turns().getFirst().answer());
            assertFalse(other.ask("and?", GREEDY, _ -> true).contains("\uFFFD\uFFFD\uFFFD\uFFFD"), "the chat goes on");
        }
    }

    @Test
    void oldestTurnsAreLeftOutWhereThereIsNoRoom() throws IOException {
        String question = "is there a red chair by the old tree? ".repeat(4);
        try (Blip2 blip2 = answering().getFirst().load()) {
            Conversation chat = blip2.chat(Blip2Test.pictures(1).getFirst());
            for (int i = 0; i < 8; i++) {
                chat.ask(question, GREEDY, _ -> true);
            }
            assertEquals(8, chat.turns().size());
        }
    }

    @Test
    void charactersComeWhole() {
        byte[] text = "aé→b".getBytes(StandardCharsets.UTF_8); // one id a byte
        Function<long[], String> decoder = ids -> {
            byte[] bytes = new byte[ids.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = text[(int) ids[i]];
            }
            return new String(bytes, StandardCharsets.UTF_8);
        };
        List<String> pieces = new ArrayList<>();
        TextStream stream = new TextStream(decoder, pieces::add);
        for (int i = 0; i < text.length; i++) {
            stream.token(0, 0, i);
            stream.token(0, 1, 0); // another answer's
        }
        stream.end();
        assertEquals(List.of("a", "", "é", "", "", "→", "b", ""), pieces);
        TextStream broken = new TextStream(decoder, _ -> true);
        Arrays.stream(new long[] {0, 1}).forEach(id -> broken.token(0, 0, id));
        assertEquals("a", broken.said());
        broken.end();
        assertEquals("a\uFFFD", broken.said());
        assertThrows(TextStream.Stopped.class, () -> new TextStream(decoder, _ -> false).token(0, 0, 0));
    }
}
