package io.blip2j.blip2;

import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Several questions about one picture. The picture is encoded once; each answer comes word by word as it is found.
///
/// ```java
/// Conversation chat = blip2.chat(picture);
/// chat.ask("what is this?", Decoding.STANDARD, more -> { System.out.print(more); return true; });
/// ```
///
/// Earlier turns stand before a question, the oldest are left out where they do not fit. Unless something else is
/// said, the likeliest word is taken each time: beams would find nothing before the end.
public final class Conversation {
    /// Generation options of a turn unless others are given.
    static final Map<String, Object> DEFAULTS = Map.of("num_beams", 1, "max_new_tokens", 40);

    private final Answering answering;
    private final Tensor embeds;
    private final int remembered;
    private final double visionSeconds;
    private final List<Turn> turns = new ArrayList<>();

    /// A question with what was answered.
    public record Turn(String question, String answer) {}

    /// @param embeds of the picture, `[1, 1 + patches, imageHidden]`
    Conversation(Answering answering, Tensor embeds, int remembered, double visionSeconds) {
        this.answering = answering;
        this.embeds = embeds;
        this.remembered = remembered;
        this.visionSeconds = visionSeconds;
    }

    /// The answer to a question.
    public String ask(String question) {
        return ask(question, Decoding.STANDARD, _ -> true);
    }

    /// The answer to a question, heard while it is found.
    /// @param listener gets each piece of text as soon as it is certain; false stops the answer there
    /// @return what was said; as far as it was said, if it was stopped
    public String ask(String question, Decoding how, Predicate<String> listener) {
        GenerationConfig config = answering.turnConfig(how);
        TextStream stream = new TextStream(answering.prompts()::text, listener);
        String answer;
        try {
            answer = answering
                    .answer(embeds, row(question, config), config, stream, visionSeconds)
                    .text();
            stream.end();
        } catch (TextStream.Stopped _) {
            answer = stream.said();
        }
        turns.add(new Turn(question, answer));
        return answer;
    }

    /// The question behind as many earlier turns as are remembered and fit.
    private PromptIds.Row row(String question, GenerationConfig config) {
        PromptIds prompts = answering.prompts();
        int first = turns.size() - Math.min(remembered, turns.size());
        while (true) {
            List<String> before = turns.subList(first, turns.size()).stream()
                    .filter(turn -> !turn.answer().isEmpty())
                    .map(turn -> prompts.turn(turn.question(), turn.answer()))
                    .toList();
            PromptIds.Row row = prompts.question(before, question);
            if (first == turns.size() || answering.fits(row, config)) {
                return row;
            }
            first++;
        }
    }

    /// What was said so far.
    public List<Turn> turns() {
        return List.copyOf(turns);
    }
}
