package io.blip2j.core.backend.vector;

/// Arrays of one thread that kernels write intermediate numbers to. They grow to what was needed and stay.
final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final float[][] arrays = new float[Use.values().length][0];
    private final RightFactor.Block block = new RightFactor.Block();
    private final OnlineSoftmax softmax = new OnlineSoftmax();

    /// What an array is for; two that are in use at once have different names.
    enum Use {
        /// Row panels of a left factor.
        LEFT,
        /// 32 columns of a right factor.
        RIGHT,
        /// A tile at the edge of an output.
        EDGE,
        /// A block of queries, turned round.
        QUERIES,
        /// A block of gradients of the output, turned round.
        OUTPUT_GRADIENT,
        /// A tile of scores, then weights, then gradients of scores.
        SCORES,
        /// A tile of gradients of weights.
        SCORE_GRADIENT,
        /// A tile of dropout's factors, then weights after dropout.
        DROPPED,
        /// Sums over keys, a row a query.
        SUMS,
        /// Sums over queries, a row a key.
        KEY_SUMS,
        VALUE_SUMS,
        /// Numbers of 32 lanes.
        VISIBLE,
        LANES,
        /// Copies of rows that end their array.
        SPARE,
        WIDE
    }

    static Scratch ofThread() {
        return OF_THREAD.get();
    }

    /// Where a block of a right factor lies.
    RightFactor.Block block() {
        return block;
    }

    /// Running maxima and sums of one attention.
    OnlineSoftmax softmax() {
        return softmax;
    }

    /// An array of at least `length` floats of undefined content.
    float[] floats(Use use, int length) {
        float[] array = arrays[use.ordinal()];
        if (array.length < length) {
            array = new float[length + length / 4 + Lanes.COUNT];
            arrays[use.ordinal()] = array;
        }
        return array;
    }
}
