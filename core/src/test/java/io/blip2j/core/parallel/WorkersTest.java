package io.blip2j.core.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyRankRunsARegionOnce(int count) {
        try (Workers workers = new Workers(count)) {
            for (int round = 0; round < 200; round++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                workers.region((rank, ranks) -> {
                    assertEquals(count, ranks);
                    runs.incrementAndGet(rank);
                });
                for (int rank = 0; rank < count; rank++) {
                    assertEquals(1, runs.get(rank));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nobodyPassesABarrierBeforeAllHaveCome(int count) {
        try (Workers workers = new Workers(count)) {
            AtomicInteger come = new AtomicInteger();
            AtomicBoolean early = new AtomicBoolean();
            workers.region((rank, ranks) -> {
                for (int round = 1; round <= 300; round++) {
                    come.incrementAndGet();
                    workers.barrier(ranks);
                    early.compareAndSet(false, come.get() < round * ranks);
                    workers.barrier(ranks);
                }
            });
            assertFalse(early.get());
            assertEquals(300 * count, come.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyPieceIsDoneOnce(int count) {
        try (Workers workers = new Workers(count)) {
            for (int pieces : new int[] {0, 1, 2, 1000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(pieces);
                workers.forEach(pieces, done::incrementAndGet);
                for (int i = 0; i < pieces; i++) {
                    assertEquals(1, done.get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRegionInsideARegionRunsOnItsCallerAlone(int count) {
        try (Workers workers = new Workers(count)) {
            AtomicInteger inner = new AtomicInteger();
            workers.region((rank, ranks) -> {
                Thread caller = Thread.currentThread();
                workers.region((innerRank, innerRanks) -> {
                    assertEquals(0, innerRank);
                    assertEquals(1, innerRanks);
                    assertSame(caller, Thread.currentThread());
                    workers.barrier(innerRanks);
                    inner.incrementAndGet();
                });
                workers.forEach(3, piece -> assertSame(caller, Thread.currentThread()));
            });
            assertEquals(count, inner.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anExceptionReachesTheCallerWhoeverWaitsAndTheNextRegionWorks(int count) {
        try (Workers workers = new Workers(count)) {
            for (int round = 0; round < 50; round++) {
                int failing = round % count;
                IllegalArgumentException planted = new IllegalArgumentException("planted");
                Throwable thrown = assertThrows(
                        RuntimeException.class,
                        () -> workers.region((rank, ranks) -> {
                            if (rank == failing) {
                                throw planted;
                            }
                            workers.barrier(ranks);
                        }));
                assertSame(planted, thrown, "the first problem, not the waiting ranks'");
                AtomicInteger come = new AtomicInteger();
                AtomicBoolean early = new AtomicBoolean();
                workers.region((rank, ranks) -> {
                    if (rank == ranks - 1) {
                        Thread.yield();
                    }
                    come.incrementAndGet();
                    workers.barrier(ranks);
                    early.compareAndSet(false, come.get() < ranks);
                });
                assertFalse(early.get(), "a failed region leaves nobody at the barrier");
            }
            Error error = new AssertionError("planted");
            assertSame(
                    error,
                    assertThrows(
                            Error.class,
                            () -> workers.forEach(9, piece -> {
                                throw error;
                            })));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void severalThreadsMayEnterAtOnceAndAClosedPoolStillComputes(int count) throws InterruptedException {
        Workers workers = new Workers(count);
        AtomicInteger runs = new AtomicInteger();
        Thread[] callers = new Thread[3];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = new Thread(() -> {
                for (int k = 0; k < 100; k++) {
                    workers.region((rank, ranks) -> runs.incrementAndGet());
                }
            });
            callers[i].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(300 * count, runs.get());
        workers.close();
        AtomicInteger after = new AtomicInteger();
        workers.region((rank, ranks) -> after.incrementAndGet());
        workers.forEach(5, piece -> after.incrementAndGet());
        assertEquals(6, after.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theSharedPoolIsReplaced(int count) {
        Workers before = Workers.shared();
        try {
            Workers.useThreads(count);
            assertEquals(count, Workers.shared().count());
        } finally {
            Workers.useThreads(before.count());
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Workers(0))
                .getMessage()
                .contains("0"));
    }
}
