package io.blip2j.core.backend.vector;

/// Small arrays of one thread that kernels use again and again, so that a call allocates nothing.
///
/// Each has one use at a time: [#tails] and [#lanes] inside an inner loop's driver, the four for rows, [#row],
/// [#second], [#words] and [#keys] inside one piece of work, [#ones], [#zeros], [#partials] and [#sums] by the
/// thread that cuts a kernel into pieces, for all of them.
final class Workspace {
    private static final ThreadLocal<Workspace> MINE = ThreadLocal.withInitial(Workspace::new);

    /// Room for the last, shorter vector of up to eight operands, 16 floats each.
    final float[] tails = new float[8 * 16];

    /// The 64 lanes of a row's sum.
    final float[] lanes = new float[64];

    /// One number for each row of a group, up to four times.
    final float[] perRow = new float[Pieces.BLOCK];

    final float[] perRowToo = new float[Pieces.BLOCK];
    final float[] means = new float[Pieces.BLOCK];
    final float[] inverses = new float[Pieces.BLOCK];

    /// The 32 lanes of a sum in double.
    final double[] doubleLanes = new double[32];

    private float[] row = new float[1024];
    private float[] second = new float[1024];
    private int[] words = new int[1024];
    private long[] keys = new long[64];
    private float[] ones = new float[64];
    private float[] zeros = new float[64];
    private float[] partials = new float[1024];
    private double[] sums = new double[64];

    private Workspace() {}

    static Workspace mine() {
        return MINE.get();
    }

    /// At least `n` floats.
    float[] row(int n) {
        return row.length >= n ? row : (row = new float[grown(n)]);
    }

    /// At least `n` floats beside [#row(int)].
    float[] second(int n) {
        return second.length >= n ? second : (second = new float[grown(n)]);
    }

    /// At least `n` ints.
    int[] words(int n) {
        return words.length >= n ? words : (words = new int[grown(n)]);
    }

    /// At least `n` longs.
    long[] keys(int n) {
        return keys.length >= n ? keys : (keys = new long[grown(n)]);
    }

    /// At least `n` floats for weights that are absent.
    float[] ones(int n) {
        return ones.length >= n ? ones : (ones = new float[grown(n)]);
    }

    /// At least `n` floats for biases that are absent.
    float[] zeros(int n) {
        return zeros.length >= n ? zeros : (zeros = new float[grown(n)]);
    }

    /// At least `n` floats that the pieces of one kernel share.
    float[] partials(int n) {
        return partials.length >= n ? partials : (partials = new float[grown(n)]);
    }

    /// At least `n` doubles that the pieces of one kernel share.
    double[] sums(int n) {
        return sums.length >= n ? sums : (sums = new double[grown(n)]);
    }

    private static int grown(int n) {
        return n + (n >> 2);
    }
}
