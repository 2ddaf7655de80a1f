package io.blip2j.blip2;

/// How a model is asked, which is how it was trained. What is null is as with the published models.
///
/// @param caption what stands behind the image tokens when a caption is asked for; empty, as published: nothing
/// @param question the same for an answer; `{}` is where the question goes; published: `Question: {} Answer:` for
///     OPT, `Question: {} Short answer:` for T5
/// @param questionInQFormer whether the Q-Former reads the question too (figure 7 of the paper); null: where it can
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 4.1: captions are asked for without words, answers with these.
public record PromptStyle(String caption, String question, Boolean questionInQFormer) {
    /// The style of the published models.
    public static final PromptStyle PUBLISHED = new PromptStyle(null, null, null);

    private static final String PLACE = "{}";

    /// This style without nulls.
    PromptStyle of(boolean decoderOnly, boolean readsQuestions) {
        String published = decoderOnly ? "Question: {} Answer:" : "Question: {} Short answer:";
        return new PromptStyle(
                caption == null ? "" : caption,
                question == null ? published : question,
                questionInQFormer == null ? Boolean.valueOf(readsQuestions) : questionInQFormer);
    }

    /// The prompt for an answer.
    String ask(String words) {
        return question.replace(PLACE, words);
    }
}
