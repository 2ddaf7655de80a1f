package io.blip2j.blip2.generate;

import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;

/// The random numbers of sampling: named by seed, prompt, answer and place, so that they do not depend on what
/// else is in the batch.
///
/// @param seed of the run
/// @param firstPrompt number of the batch's first prompt
record Chance(long seed, int firstPrompt) {
    private static final double TO_UNIT = 0x1p-53;

    /// A number in `(0, 1)`, 53 bits, for each of `count` uses.
    /// @param place how many new ids there are before
    double[] numbers(int prompt, int answer, int place, int count) {
        double[] numbers = new double[count];
        int[] words = new int[4];
        int stream = RandomKey.stream("generate/" + answer);
        for (int i = 0; i < count; i++) {
            Philox.words(seed, i, place, stream, firstPrompt + prompt, words, 0);
            long bits = (words[0] & 0xFFFFFFFFL) << 21 | words[1] >>> 11;
            numbers[i] = (bits + 0.5) * TO_UNIT;
        }
        return numbers;
    }
}
