package io.blip2j.core.parallel;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/// Several ranks as threads of one process. [#of(int)] makes one communicator a rank; each runs on its own thread.
///
/// A rank that closes its communicator has left: whoever waits for it, or comes later, gets an exception instead of
/// waiting for ever. So a rank that fails inside `try (communicator)` takes the others with it.
public final class InProcess implements Communicator {
    private static final class Meeting {
        private final Object[] offered;
        private final CyclicBarrier barrier;
        private volatile boolean left;

        private Meeting(int size) {
            offered = new Object[size];
            barrier = new CyclicBarrier(size);
        }
    }

    private final int rank;
    private final Meeting meeting;

    private InProcess(int rank, Meeting meeting) {
        this.rank = rank;
        this.meeting = meeting;
    }

    /// Communicators for ranks `0 .. size-1` that meet one another.
    public static InProcess[] of(int size) {
        Meeting meeting = new Meeting(size);
        InProcess[] ranks = new InProcess[size];
        for (int i = 0; i < size; i++) {
            ranks[i] = new InProcess(i, meeting);
        }
        return ranks;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return meeting.offered.length;
    }

    @Override
    public void allReduceSum(float[] values) {
        float[] all = allGather(values);
        for (int i = 0; i < values.length; i++) {
            float sum = 0;
            for (int r = 0; r < size(); r++) {
                sum += all[r * values.length + i];
            }
            values[i] = sum;
        }
    }

    @Override
    public float[] allGather(float[] values) {
        meeting.offered[rank] = values;
        await();
        float[] all = new float[size() * values.length];
        for (int r = 0; r < size(); r++) {
            System.arraycopy(meeting.offered[r], 0, all, r * values.length, values.length);
        }
        await();
        return all;
    }

    @Override
    public long[] allGather(long[] values) {
        meeting.offered[rank] = values;
        await();
        long[] all = new long[size() * values.length];
        for (int r = 0; r < size(); r++) {
            System.arraycopy(meeting.offered[r], 0, all, r * values.length, values.length);
        }
        await();
        return all;
    }

    @Override
    public void broadcast(float[] values, int root) {
        meeting.offered[rank] = values;
        await();
        if (rank != root) {
            System.arraycopy(meeting.offered[root], 0, values, 0, values.length);
        }
        await();
    }

    @Override
    public void barrier() {
        await();
    }

    private void await() {
        if (meeting.left) {
            throw new IllegalStateException("rank " + rank + " waits for a rank that has left");
        }
        try {
            meeting.barrier.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("rank " + rank + " was interrupted while waiting for others", interrupted);
        } catch (BrokenBarrierException broken) {
            throw new IllegalStateException("rank " + rank + " lost another rank", broken);
        }
    }

    @Override
    public void close() {
        meeting.left = true;
        meeting.barrier.reset();
    }
}
