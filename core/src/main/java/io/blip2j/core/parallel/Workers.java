package io.blip2j.core.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A fixed pool of platform threads. [#region] runs a task on all of them at once, the caller being rank 0.
///
/// Between regions a worker spins briefly, then parks: a training step enters thousands of regions, and waking a
/// parked thread costs more than most kernels. Inside a region ranks meet at [#barrier()]. A region entered from
/// inside a region runs on its caller alone (rank 0 of 1).
///
/// Kernels must give the same bits for any number of workers: they cut work into pieces by shape and never by
/// [#count()], which only decides who does which piece.
public final class Workers implements AutoCloseable {
    private static final int SPINS = 20_000;
    private static final int SPINS_BEFORE_YIELD = 1_000;
    private static volatile Workers shared;

    /// What a region runs, once a rank.
    @FunctionalInterface
    public interface Task {
        /// @param rank this thread's number, from 0
        /// @param count how many ranks run the region
        void run(int rank, int count);
    }

    /// One piece of a loop over independent pieces.
    @FunctionalInterface
    public interface Piece {
        /// @param index number of the piece
        void run(int index);
    }

    private final int count;
    private final Thread[] threads;
    private final ReentrantLock entry = new ReentrantLock();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger nextPiece = new AtomicInteger();
    private volatile int barrierRound;
    private volatile int epoch;
    private volatile Task task;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    /// @param count threads that work, the caller's included; at least 1
    public Workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("workers: count must be at least 1, got " + count);
        }
        this.count = count;
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.length; i++) {
            int rank = i + 1;
            threads[i] = new Thread(() -> work(rank), "blip2j-worker-" + rank);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /// The pool that backends use: as many threads as the machine, or its cgroup, grants.
    public static Workers shared() {
        Workers current = shared;
        if (current == null) {
            synchronized (Workers.class) {
                if (shared == null) {
                    shared = new Workers(Runtime.getRuntime().availableProcessors());
                }
                current = shared;
            }
        }
        return current;
    }

    /// Replaces the shared pool by one of `count` threads (`--threads`).
    public static void useThreads(int count) {
        synchronized (Workers.class) {
            Workers before = shared;
            shared = new Workers(count);
            if (before != null) {
                before.close();
            }
        }
    }

    /// Number of threads that run a region.
    public int count() {
        return count;
    }

    /// Runs the task on every worker and returns when all are done. The first exception is thrown on the caller. A
    /// pool that was closed runs it on the caller alone.
    public void region(Task body) {
        if (count == 1 || inside.get()) {
            body.run(0, 1);
            return;
        }
        entry.lock();
        try {
            if (closed) {
                body.run(0, 1);
                return;
            }
            runOnAll(body);
        } finally {
            entry.unlock();
        }
    }

    private void runOnAll(Task body) {
        inside.set(true);
        try {
            failure.set(null);
            arrived.set(0); // ranks of a region that failed may have waited at a barrier that the others never reached
            finished.set(0);
            task = body;
            epoch++; // publishes the task; only the holder of the lock writes it
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
            }
            runPart(body, 0);
            for (int spins = 0; finished.get() < count; spins++) {
                pause(spins);
            }
            task = null;
            rethrow(failure.get());
        } finally {
            inside.set(false);
        }
    }

    /// Runs `piece` for every index below `pieces`, each on whichever worker is free.
    public void forEach(int pieces, Piece piece) {
        if (pieces <= 1 || count == 1 || inside.get()) {
            for (int i = 0; i < pieces; i++) {
                piece.run(i);
            }
            return;
        }
        entry.lock();
        try {
            nextPiece.set(0);
            region((rank, ranks) -> {
                for (int i = nextPiece.getAndIncrement(); i < pieces; i = nextPiece.getAndIncrement()) {
                    piece.run(i);
                }
            });
        } finally {
            entry.unlock();
        }
    }

    /// Waits inside a region until every rank has come here.
    /// @param ranks the count that the task was given
    public void barrier(int ranks) {
        if (ranks == 1) {
            return;
        }
        int round = barrierRound;
        if (arrived.incrementAndGet() == ranks) {
            arrived.set(0);
            barrierRound = round + 1;
        } else {
            for (int spins = 0; barrierRound == round; spins++) {
                if (failure.get() != null) {
                    throw new IllegalStateException("another worker of this region failed");
                }
                pause(spins);
            }
        }
    }

    /// Spins at first; later lets others run, since on a busy machine the awaited thread may be waiting for this
    /// core.
    private static void pause(int spins) {
        if (spins < SPINS_BEFORE_YIELD) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    private void work(int rank) {
        inside.set(true);
        int seen = 0;
        while (!closed) {
            int spins = 0;
            while (epoch == seen && !closed) {
                if (++spins < SPINS) {
                    pause(spins);
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            seen = epoch;
            runPart(task, rank);
        }
    }

    private void runPart(Task body, int rank) {
        try {
            body.run(rank, count);
        } catch (Throwable problem) { // carried to the caller, who throws it
            failure.compareAndSet(null, problem);
        } finally {
            finished.incrementAndGet();
        }
    }

    private static void rethrow(Throwable problem) {
        if (problem instanceof RuntimeException runtime) {
            throw runtime;
        } else if (problem instanceof Error error) {
            throw error;
        }
    }

    /// Ends the threads, once no region runs on them.
    @Override
    public void close() {
        entry.lock();
        try {
            closed = true;
        } finally {
            entry.unlock();
        }
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
