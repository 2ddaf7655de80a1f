package io.blip2j.blip2.stage2;

import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;

/// Where a caption is cut in two for prefix language modelling: behind a word drawn evenly from the first one to
/// the one in the middle.
///
/// The random number is named by seed, step and sample.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.3; the authors' rule in LAVIS issue 139.
///
/// @param beginning what the encoder reads
/// @param continuation what the decoder predicts
public record PrefixSplit(String beginning, String continuation) {
    /// Cuts a caption; one word alone is all to be predicted.
    /// @param sample number of the sample in the batch that `step` sees
    public static PrefixSplit of(String caption, long seed, int step, int sample) {
        String[] words = caption.strip().split("\\s+");
        if (words.length < 2) {
            return new PrefixSplit("", caption.strip());
        }
        float[] chance = new float[1];
        Philox.uniform(new RandomKey(seed, step, RandomKey.stream("prefix"), sample), 0, 0, 1, chance, 0);
        int middle = Math.max(1, words.length / 2);
        int cut = 1 + (int) (chance[0] * middle);
        return new PrefixSplit(
                String.join(" ", java.util.Arrays.copyOfRange(words, 0, cut)),
                String.join(" ", java.util.Arrays.copyOfRange(words, cut, words.length)));
    }
}
