package io.blip2j.blip2.data;

import java.util.List;

/// A picture with what is said of it: captions, or a question with its answers.
///
/// @param key names it in messages and lists: file and place in it
/// @param picture where its bytes are
/// @param imageId what result files call the picture; the same for all samples of one picture
/// @param texts captions; none for a question
/// @param question or null
/// @param questionId what result files call the question, or null
/// @param answers what people answered; none where they are not published
public record Sample(
        String key,
        PictureBytes picture,
        String imageId,
        List<String> texts,
        String question,
        String questionId,
        List<String> answers) {
    public Sample {
        texts = List.copyOf(texts);
        answers = List.copyOf(answers);
    }

    /// A picture with captions.
    public static Sample captions(String key, PictureBytes picture, String imageId, List<String> texts) {
        return new Sample(key, picture, imageId, texts, null, null, List.of());
    }
}
