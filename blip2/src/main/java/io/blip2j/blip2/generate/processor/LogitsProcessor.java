package io.blip2j.blip2.generate.processor;

/// Changes the scores of a row's next id: greedy search and sampling give it logits, beam search log-probabilities.
@FunctionalInterface
public interface LogitsProcessor {
    /// What an id gets that must not come.
    float REMOVED = Float.NEGATIVE_INFINITY;

    /// Changes `scores`, one for each word of the vocabulary, in place.
    void process(Prefix row, float[] scores);
}
