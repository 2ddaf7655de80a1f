package io.blip2j.core.backend.vector;

import io.blip2j.core.parallel.Workers;
import java.util.concurrent.atomic.AtomicInteger;

/// A pass over all pairs of sequence and head, which threads take one by one: pairs share no output, so the bits do
/// not depend on who takes which.
abstract class AttentionPass implements Workers.Task {
    /// Below so many multiply-adds a pass stays on its caller.
    private static final long SMALL = 50_000;

    final AttentionScores scores;
    private final AtomicInteger next = new AtomicInteger();
    private final int pairs;
    private final int grain;

    AttentionPass(AttentionScores scores) {
        this.scores = scores;
        pairs = scores.sequences * scores.heads;
        grain = Math.clamp(pairs / 64, 1, 16);
    }

    /// Runs the pass on as many threads as are worth it.
    final void run() {
        long work = 0;
        for (int s = 0; s < scores.sequences && work < SMALL; s++) {
            work += (long) scores.queries(s) * scores.keys(s) * scores.headDim * scores.heads;
        }
        if (pairs <= grain || work < SMALL) {
            run(0, 1);
        } else {
            Workers.shared().region(this);
        }
    }

    @Override
    public final void run(int rank, int count) {
        Scratch scratch = Scratch.ofThread();
        for (int first = next.getAndAdd(grain); first < pairs; first = next.getAndAdd(grain)) {
            for (int pair = first; pair < Math.min(pairs, first + grain); pair++) {
                pair(pair / scores.heads, pair % scores.heads, scratch);
            }
        }
    }

    /// Computes one head of one sequence.
    abstract void pair(int s, int head, Scratch scratch);
}
