package io.blip2j.tools.world;

import java.util.List;

/// One document of the T5-like model's own training, text only, over all combinations.
///
/// Encoder text = context, separator, request; the decoder says the target and the tokenizer's end token. This is the
/// shape stage 2 will have, with a soft prompt in the context's place.
///
/// | share | encoder | target |
/// |---|---|---|
/// | half | "circle red small left of large square blue \| a small" | "red circle left of a large blue square" |
/// | half | "circle red small top left \| question: where is the circle ? answer:" | "top left" |
///
/// The context is the scene's facts in broken language (60 %) or its caption (40 %). In half of the questions the
/// words "answer: top left" stand before or behind the context: this teaches copying an answer that was given once
/// already, without which a soft prompt cannot steer yes and no later.
///
/// @param encoder the encoder's text
/// @param target the decoder's text
public record T5Document(String encoder, String target) {
    private static final double FACTS = 0.6;

    /// Document `index` of a run.
    public static T5Document draw(long seed, long index) {
        WorldRandom random = new WorldRandom(seed, "t5-document", index);
        Scene scene = SceneSampler.sample(random, Combinations.ALL);
        String caption = Captions.of(scene);
        String context = random.chance(FACTS) ? Captions.facts(scene, random) : caption;
        return random.chance(0.5) ? caption(context, caption, random) : question(context, scene, random);
    }

    private static T5Document caption(String context, String caption, WorldRandom random) {
        Prompts.SplitCaption split = Prompts.split(caption, random);
        return new T5Document(context + " " + Prompts.t5Request(split.prefix()), split.rest());
    }

    private static T5Document question(String context, Scene scene, WorldRandom random) {
        List<Question> questions = Questions.of(scene, random);
        Question question = Questions.draw(questions, random);
        String told = context;
        if (random.chance(0.5)) {
            String hint = "answer: " + question.answer();
            told = random.chance(0.5) ? hint + " " + context : context + " " + hint;
        }
        return new T5Document(told + " " + Prompts.t5Request(Prompts.question(question.text())), question.answer());
    }
}
