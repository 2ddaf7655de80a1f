package io.blip2j.nn;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.memory.Step;
import io.blip2j.core.parallel.Workers;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.state.StateDict;
import io.blip2j.nn.testing.TinyTransformer;

/// SHA-256 of all weights after some steps, for each number of threads; a program, to be run with other registers.
final class TrainingBits {
    private static final int STEPS = 6;

    private TrainingBits() {}

    public static void main(String[] args) {
        Backend backend = Backends.named("vector");
        System.out.println(backend.describe());
        for (int threads = 1; threads <= 3; threads++) {
            System.out.println(hash(backend, threads));
        }
    }

    static String hash(Backend backend, int threads) {
        Workers.useThreads(threads);
        TinyTransformer model = new TinyTransformer(backend, 1);
        AdamW adamW = model.optimiser();
        for (int step = 1; step <= STEPS; step++) {
            try (Step _ = Step.open()) {
                model.train(adamW, TinyTransformer.batch(8, step), step);
            }
        }
        return StateDict.hash(model);
    }
}
