package io.blip2j.blip2.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What was said about a picture, and what the queries looked at for each word of it.
///
/// @param text what was said
/// @param columns patches in a row of the picture
/// @param looking numbers of the Q-Former's layers that look at the picture
/// @param looks one a word, in order
public record Explanation(String text, int columns, List<Integer> looking, List<Look> looks) {
    public Explanation {
        looking = List.copyOf(looking);
        looks = List.copyOf(looks);
    }

    /// A word among what was said.
    ///
    /// @param text the word
    /// @param from its first id's place
    /// @param to the place behind its last id
    public record Word(String text, int from, int to) {}

    /// Puts the worths of ids together to words.
    /// @param attribution of everything that was said
    /// @param steps see [LookAttribution#worths]
    public static Explanation of(String text, List<Word> words, LookAttribution attribution, int steps, int columns) {
        double[][] worths = attribution.worths(steps);
        List<Look> looks = new ArrayList<>();
        for (Word word : words) {
            List<double[]> ids = Arrays.asList(worths).subList(word.from(), word.to());
            looks.add(Look.of(word.text(), attribution.layers(), attribution.heads(), ids));
        }
        return new Explanation(text, columns, attribution.looking(), looks);
    }
}
