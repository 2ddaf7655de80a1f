package io.blip2j.tools.world;

import java.util.List;

/// One picture of a set with all that is known about it.
///
/// @param index its place in the set
/// @param scene what is drawn
/// @param picture the pixels
/// @param caption the caption
/// @param questions its questions with their answers
public record Sample(int index, Scene scene, Picture picture, String caption, List<Question> questions) {

    /// Copies the list.
    public Sample {
        questions = List.copyOf(questions);
    }

    /// The pixels, `[48, 48, 3]`, not to be written to.
    public byte[] rgb() {
        return picture.rgb();
    }
}
