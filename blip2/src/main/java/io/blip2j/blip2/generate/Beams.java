package io.blip2j.blip2.generate;

import io.blip2j.blip2.generate.processor.Prefix;
import java.util.ArrayList;
import java.util.List;

/// The hypotheses of one prompt: running ones, and the best finished ones.
///
/// Arithmetic is in float, as in the reference, so that ties fall alike.
final class Beams {
    /// What a hypothesis gets that must not be chosen, unless there is nothing else.
    static final float HOPELESS = -1e9f;

    private final GenerationConfig config;
    private final int newTokens;
    private final int beams;
    private final List<Answer> finished = new ArrayList<>();
    private Prefix[] running;
    private float[] scores;
    private boolean canImprove = true;

    /// A hypothesis one id longer.
    ///
    /// @param beam which running one it continues
    /// @param id the id
    /// @param score sum of log-probabilities
    record Candidate(int beam, int id, float score) {}

    Beams(GenerationConfig config, Prefix prompt, int newTokens) {
        this.config = config;
        this.newTokens = newTokens;
        beams = config.numBeams();
        running = new Prefix[beams];
        scores = new float[beams];
        for (int beam = 0; beam < beams; beam++) {
            running[beam] = prompt;
            scores[beam] = beam == 0 ? 0 : HOPELESS; // all are the prompt: only the first may be continued
        }
    }

    Prefix running(int beam) {
        return running[beam];
    }

    float score(int beam) {
        return scores[beam];
    }

    /// Takes the best continuations, in falling order: ends go to the finished ones if they are among the first
    /// `numBeams`, the others run on.
    /// @return for each beam the one that it continues
    int[] take(List<Candidate> best) {
        Prefix[] next = new Prefix[beams];
        float[] nextScores = new float[beams];
        int[] from = new int[beams];
        int count = 0;
        int length = running[0].newLength() + 1;
        boolean open = canImprove && !(config.earlyStopping() == EarlyStopping.YES && full());
        for (int rank = 0; rank < best.size(); rank++) {
            Candidate candidate = best.get(rank);
            boolean ends = config.ends(candidate.id()) || length == newTokens;
            if (ends && rank < beams && open) {
                finish(running[candidate.beam()].plus(candidate.id()), divided(candidate.score(), length));
            }
            if (!ends && count < beams) {
                next[count] = running[candidate.beam()].plus(candidate.id());
                nextScores[count] = candidate.score();
                from[count++] = candidate.beam();
            }
        }
        for (int filled = count; filled < beams && count > 0; filled++) { // too small a vocabulary
            next[filled] = next[0];
            nextScores[filled] = HOPELESS;
            from[filled] = from[0];
        }
        canImprove &= count > 0 && couldImprove(nextScores[0], length);
        running = next;
        scores = nextScores;
        return from;
    }

    private void finish(Prefix row, float score) {
        int place = finished.size();
        while (place > 0 && finished.get(place - 1).score() < score) {
            place--;
        }
        finished.add(place, new Answer(row.newIds(), score));
        if (finished.size() > beams) {
            finished.removeLast();
        }
    }

    private boolean couldImprove(float best, int length) {
        if (!full()) {
            return true;
        }
        boolean atLongest = config.earlyStopping() == EarlyStopping.NEVER && config.lengthPenalty() > 0;
        return divided(best, atLongest ? newTokens : length)
                > (float) finished.getLast().score();
    }

    private float divided(float score, int length) {
        return score / (float) Math.pow(length, config.lengthPenalty());
    }

    private boolean full() {
        return finished.size() == beams;
    }

    /// Whether nothing that could come would change the answers.
    boolean done() {
        return !canImprove || config.earlyStopping() == EarlyStopping.YES && full();
    }

    /// The best answers, in falling order.
    List<Answer> answers() {
        return List.copyOf(finished.subList(0, Math.min(config.numReturnSequences(), finished.size())));
    }
}
