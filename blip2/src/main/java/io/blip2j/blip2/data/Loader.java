package io.blip2j.blip2.data;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// Does numbered jobs ahead of need on background threads and hands out their results in order.
///
/// A job is planned in the caller's thread, in order, and done on another; it has to be a function of its number, then
/// the results are the same for any number of threads. At most `ahead` results are kept or made at a time.
public final class Loader<T> implements AutoCloseable {
    private final LongFunction<Supplier<T>> plan;
    private final int ahead;
    private final ExecutorService threads;
    private final ArrayDeque<Future<T>> queue = new ArrayDeque<>();
    private long next;
    private long waitedNanos;

    /// @param first number of the first job
    /// @param count number of threads
    /// @param ahead most results that wait
    /// @param plan the job of a number
    public Loader(long first, int count, int ahead, LongFunction<Supplier<T>> plan) {
        this.next = first;
        this.plan = plan;
        this.ahead = Math.max(1, ahead);
        this.threads = Executors.newFixedThreadPool(
                Math.max(1, count),
                Thread.ofPlatform().daemon().name("loader-", 0).factory());
    }

    /// The next result. What its job threw is thrown here.
    public T next() {
        while (queue.size() < ahead) {
            queue.add(threads.submit(plan.apply(next++)::get));
        }
        long began = System.nanoTime();
        try {
            return queue.remove().get();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure.getCause());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a sample");
        } finally {
            waitedNanos += System.nanoTime() - began;
        }
    }

    /// Seconds that callers spent waiting.
    public double waitedSeconds() {
        return waitedNanos / 1e9;
    }

    /// Stops the threads; jobs that began are finished and thrown away.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
