package io.blip2j.blip2;

/// How a model is asked, which is how it was trained.
///
/// @param caption what stands behind the image tokens when a caption is asked for; empty: nothing
/// @param question the same for an answer; `{}` is where the question goes
/// @param questionInQFormer whether the Q-Former reads the question too (figure 7 of the paper)
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 4.1: captions are asked for without words, answers with these.
public record PromptStyle(String caption, String question, boolean questionInQFormer) {
    private static final String PLACE = "{}";

    /// The style of the published models.
    /// @param decoderOnly OPT, else T5
    public static PromptStyle published(boolean decoderOnly, boolean questionInQFormer) {
        return new PromptStyle(
                "", decoderOnly ? "Question: {} Answer:" : "Question: {} Short answer:", questionInQFormer);
    }

    /// The prompt for an answer.
    public String ask(String words) {
        return question.replace(PLACE, words);
    }
}
