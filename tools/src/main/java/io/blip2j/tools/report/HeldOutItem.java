package io.blip2j.tools.report;

import java.util.Base64;
import java.util.List;

/// One held-out picture and what the model said about it.
///
/// @param index its place in the held-out set
/// @param kind the kind of scene: single, pair or count
/// @param png the picture, a PNG file in Base64
/// @param reference the caption that was drawn
/// @param caption the caption that the language model said
/// @param questions its questions with both answers
/// @param itm probability of a match with its own caption
/// @param itc cosine similarity to its own caption
/// @param retrieved the captions that the model finds for it, best first
public record HeldOutItem(
        int index,
        String kind,
        String png,
        String reference,
        String caption,
        List<AnsweredQuestion> questions,
        double itm,
        double itc,
        List<RankedText> retrieved) {

    /// Copies the lists.
    public HeldOutItem {
        questions = List.copyOf(questions);
        retrieved = List.copyOf(retrieved);
    }

    /// Bytes of a PNG file as [#png] keeps them.
    public static String base64(byte[] png) {
        return Base64.getEncoder().encodeToString(png);
    }

    /// Whether the caption equals the reference, word for word.
    public boolean captionRight() {
        return caption.equals(reference);
    }

    /// Whether its own caption is the first that the model finds for it.
    public boolean retrievalRight() {
        return !retrieved.isEmpty() && retrieved.getFirst().text().equals(reference);
    }

    /// Number of questions answered exactly.
    public int answersRight() {
        int right = 0;
        for (AnsweredQuestion question : questions) {
            right += question.right() ? 1 : 0;
        }
        return right;
    }
}
