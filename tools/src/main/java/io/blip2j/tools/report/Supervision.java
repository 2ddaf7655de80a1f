package io.blip2j.tools.report;

import java.util.List;

/// What one part of the model was told while it learned.
///
/// @param part the part
/// @param told what it was told
/// @param not what it was never shown
public record Supervision(String part, String told, String not) {

    /// The statements of the quickstart's recipe.
    public static List<Supervision> quickstart() {
        return List.of(
                new Supervision(
                        "Image encoder",
                        "Strong help. For each of the nine cells it was told the color, shape and size of what lies"
                                + " there, or that it is empty, and for the whole picture how many objects there are.",
                        "A word, a caption, a question, a relation between two objects, or a held-out combination."
                                + " Then it was frozen."),
                new Supervision(
                        "Language model",
                        "Captions and questions with answers, as text only. All combinations occur in this text, the"
                                + " held-out ones too: it may know the words of something that no picture has shown.",
                        "A picture, or anything computed from one. Then it was frozen."),
                new Supervision(
                        "Q-Former, stage 1",
                        "Training pictures with their captions: what belongs together, what does not, and how a"
                                + " caption goes on.",
                        "Labels of cells, questions, or a held-out combination."),
                new Supervision(
                        "Q-Former, stage 2",
                        "The same pictures with captions, and with questions and their answers, judged by the frozen"
                                + " language model. The question goes into the Q-Former too.",
                        "A held-out combination, as picture or as caption."),
                new Supervision(
                        "The recipe",
                        "Its settings were chosen by people who looked at scores on held-out pictures of other seeds.",
                        "The held-out pictures of this page."));
    }
}
