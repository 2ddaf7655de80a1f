package io.blip2j.tools.world;

import java.util.ArrayList;
import java.util.List;

/// One document of the OPT-like model's own training, text only, over all combinations.
///
/// ```
/// </s>a small red circle at the top left
/// </s>a small red circle at the top left        (in 30 %: teaches copying)
/// question: what color is the circle ? answer: red
/// question: where is the circle ? answer: top left
/// question: is there a red square ? answer: no
/// ```
///
/// @param caption the caption
/// @param repeated whether it comes twice
/// @param questions three different questions about it
public record OptDocument(String caption, boolean repeated, List<Question> questions) {
    private static final int QUESTIONS = 3;
    private static final double REPEATED = 0.3;

    /// Copies the list.
    public OptDocument {
        questions = List.copyOf(questions);
    }

    /// Document `index` of a run.
    public static OptDocument draw(long seed, long index) {
        WorldRandom random = new WorldRandom(seed, "opt-document", index);
        Scene scene = SceneSampler.sample(random, Combinations.ALL);
        List<Question> questions = new ArrayList<>(Questions.of(scene, random));
        random.shuffle(questions);
        return new OptDocument(Captions.of(scene), random.chance(REPEATED), questions.subList(0, QUESTIONS));
    }

    /// The whole text.
    ///
    /// @param begin the tokenizer's begin token as it is written in text, `</s>` in OPT
    public String text(String begin) {
        StringBuilder text = new StringBuilder(begin).append(Prompts.optCaption(caption));
        if (repeated) {
            text.append(begin).append(Prompts.optCaption(caption));
        }
        for (Question question : questions) {
            text.append(Prompts.question(question.text())).append(Prompts.optAnswer(question.answer()));
        }
        return text.toString();
    }
}
