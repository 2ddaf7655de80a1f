package io.blip2j.tools.report;

/// A question with the answer that is right and the answer that was given.
///
/// @param kind what is asked for, such as color
/// @param text the question
/// @param expected the right answer
/// @param answer the given answer
public record AnsweredQuestion(String kind, String text, String expected, String answer) {

    /// Whether the two are equal, word for word.
    public boolean right() {
        return answer.equals(expected);
    }
}
