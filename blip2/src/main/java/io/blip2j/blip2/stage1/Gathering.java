package io.blip2j.blip2.stage1;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.parallel.Communicator;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import java.util.Arrays;

/// All ranks' batches behind one another, in the order of the ranks: what the losses take negatives from.
///
/// Every rank has as many samples; texts of different lengths are filled up with masked zeros.
///
/// @param ranks who exchanges
/// @param featureGradients whether gradients flow to both sides of the contrast: only without other ranks. LAVIS has
///     constants on the far side, even on one rank
record Gathering(Communicator ranks, boolean featureGradients) {
    Gathering {
        if (featureGradients && ranks.size() > 1) {
            throw new IllegalArgumentException(
                    "gathering: gradients to both sides of the contrast need a single rank, got " + ranks.size()
                            + " ranks");
        }
    }

    /// Ids and mask of texts, a rectangle each.
    record Texts(long[][] ids, long[][] mask) {}

    /// Number of this rank's first sample among all of `batch` each.
    int first(int batch) {
        return ranks.rank() * batch;
    }

    /// Features, constants unless both sides learn.
    Tensor features(Tensor x) {
        if (ranks.size() == 1) {
            return featureGradients ? x : x.detach();
        }
        float[] all = ranks.allGather(x.toFloats());
        return Tensor.of(
                x.backend(), all, x.shape().with(0, ranks.size() * x.dim(0)).dims());
    }

    /// Image embeddings, with their gradient.
    Tensor images(Tensor x) {
        return ranks.size() == 1 ? x : Autograd.apply(new AllGather(ranks), x);
    }

    /// One number a sample, or null if there are none.
    long[] numbers(long[] own) {
        return own == null || ranks.size() == 1 ? own : ranks.allGather(own);
    }

    Texts texts(long[][] ids, long[][] mask) {
        if (ranks.size() == 1) {
            return new Texts(ids, mask);
        }
        long[] sizes = ranks.allGather(new long[] {ids.length, ids[0].length});
        int longest = 0;
        for (int i = 0; i < sizes.length; i += 2) {
            longest = Math.max(longest, (int) sizes[i + 1]);
            if (sizes[i] != ids.length) {
                throw new ShapeException(
                        "gathering", "rank " + i / 2 + " has " + sizes[i] + " samples, this one has " + ids.length);
            }
        }
        return new Texts(gathered(ids, longest), gathered(mask, longest));
    }

    private long[][] gathered(long[][] rows, int length) {
        long[] flat = new long[rows.length * length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * length, rows[i].length);
        }
        long[] all = ranks.allGather(flat);
        long[][] gathered = new long[ranks.size() * rows.length][];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = Arrays.copyOfRange(all, i * length, (i + 1) * length);
        }
        return gathered;
    }
}
