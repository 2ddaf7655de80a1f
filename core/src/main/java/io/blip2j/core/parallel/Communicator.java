package io.blip2j.core.parallel;

/// Ranks of a data-parallel run that exchange arrays. Every rank must make the same calls in the same order.
public interface Communicator extends AutoCloseable {
    /// This process's number, from 0.
    int rank();

    /// How many ranks there are.
    int size();

    /// Replaces `values` on every rank by the sum over ranks, added in the order of the ranks.
    void allReduceSum(float[] values);

    /// Every rank's `values` behind one another, in the order of the ranks: `[size · values.length]`.
    float[] allGather(float[] values);

    /// As [#allGather(float[])], for ids.
    long[] allGather(long[] values);

    /// Replaces `values` on every rank by those of `root`.
    void broadcast(float[] values, int root);

    /// Waits until every rank has come here.
    void barrier();

    @Override
    void close();
}
