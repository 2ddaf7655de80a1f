package io.blip2j.nn.attention;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;

/// Which keys each row of a batch may look at, from Hugging Face's `attention_mask` (1: a word, 0: padding).
///
/// Padding at the end only shortens rows, so that they are computed as if they stood alone; padding elsewhere
/// becomes a mask `[batch, 1, 1, keys]`.
public final class AttentionMask {
    private static final AttentionMask NONE = new AttentionMask(null, null);

    private final int[] lengths;
    private final Tensor mask;

    private AttentionMask(int[] lengths, Tensor mask) {
        this.lengths = lengths;
        this.mask = mask;
    }

    /// Every row may look at every key.
    public static AttentionMask none() {
        return NONE;
    }

    /// Row `s` may look at its first `lengths[s]` keys.
    public static AttentionMask ofLengths(int... lengths) {
        return new AttentionMask(lengths.clone(), null);
    }

    /// From ones and zeros `[batch, keys]`; null means all ones.
    public static AttentionMask of(long[][] words, Backend backend) {
        return of(words, 0, backend);
    }

    /// As above, with `before` keys in front of the words that every row may look at (queries, images).
    public static AttentionMask of(long[][] words, int before, Backend backend) {
        if (words == null) {
            return NONE;
        }
        int[] lengths = new int[words.length];
        boolean atEnd = true;
        boolean all = true;
        for (int s = 0; s < words.length; s++) {
            int count = 0;
            for (int j = 0; j < words[s].length; j++) {
                if (words[s][j] != 0) {
                    atEnd &= count == j;
                    count++;
                }
            }
            all &= count == words[s].length;
            lengths[s] = before + count;
        }
        if (all) {
            return NONE;
        }
        return atEnd ? new AttentionMask(lengths, null) : new AttentionMask(null, tensor(words, before, backend));
    }

    private static Tensor tensor(long[][] words, int before, Backend backend) {
        int keys = before + words[0].length;
        boolean[] seen = new boolean[words.length * keys];
        for (int s = 0; s < words.length; s++) {
            for (int j = 0; j < keys; j++) {
                seen[s * keys + j] = j < before || words[s][j - before] != 0;
            }
        }
        return Tensor.of(backend, seen, words.length, 1, 1, keys);
    }

    /// The spec with these lengths.
    public AttentionSpec on(AttentionSpec spec) {
        return lengths == null ? spec : spec.withKeyLengths(lengths);
    }

    /// The mask operand, or null.
    public Tensor tensor() {
        return mask;
    }
}
