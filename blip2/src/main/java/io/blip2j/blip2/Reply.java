package io.blip2j.blip2;

import java.util.List;

/// What was said about a picture.
///
/// @param choices the best first; more than one if more were asked for
public record Reply(List<Choice> choices, Timings timings) {
    /// One thing that was said.
    ///
    /// @param text without special tokens and without white space around it
    /// @param ids the new ids, up to and with the one that ends it
    /// @param score beams: sum of log-probabilities divided by length to the length penalty; else the sum
    public record Choice(String text, long[] ids, double score) {}

    public Reply {
        choices = List.copyOf(choices);
    }

    /// The best choice's text.
    public String text() {
        return choices.getFirst().text();
    }

    /// The best choice's ids.
    public long[] ids() {
        return choices.getFirst().ids();
    }

    /// The best choice's score.
    public double score() {
        return choices.getFirst().score();
    }
}
