package io.blip2j.core.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CommunicatorTest {
    @FunctionalInterface
    private interface Rank<T> {
        T run(Communicator own) throws Exception;
    }

    private static <T> List<T> run(Communicator[] ranks, Rank<T> body) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(ranks.length)) {
            List<Future<T>> futures = new ArrayList<>();
            for (Communicator own : ranks) {
                futures.add(threads.submit(() -> {
                    try (own) {
                        return body.run(own);
                    }
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void everyRankGetsTheSame() throws Exception {
        for (int size : new int[] {1, 2, 3}) {
            Communicator[] ranks = size == 1 ? new Communicator[] {new Single()} : InProcess.of(size);
            List<float[]> sums = run(ranks, own -> {
                assertEquals(size, own.size());
                float[] values = {own.rank() + 1, own.rank() == 1 ? 1 : own.rank() == 0 ? 1e8f : -1e8f};
                float[] all = own.allGather(values);
                assertEquals(2 * size, all.length);
                assertEquals(size, all[2 * size - 2], "the last rank's stand last");
                assertArrayEquals(new long[] {own.rank()}, ids(own.allGather(new long[] {own.rank()}), own.rank()));
                own.allReduceSum(values);
                float[] root = {own.rank()};
                own.broadcast(root, size - 1);
                assertEquals(size - 1, root[0]);
                own.barrier();
                return values;
            });
            for (float[] sum : sums) {
                assertEquals(size * (size + 1) / 2, sum[0]);
                assertArrayEquals(sums.getFirst(), sum, "the same order, and so the same bits, on every rank");
            }
        }
    }

    private static long[] ids(long[] all, int rank) {
        return new long[] {all[rank]};
    }

    @Test
    void aRankThatFailsTakesTheOthersWithIt() {
        Communicator[] ranks = InProcess.of(3);
        ExecutionException problem = assertThrows(
                ExecutionException.class,
                () -> run(ranks, own -> {
                    if (own.rank() == 1) {
                        throw new IllegalArgumentException("planted");
                    }
                    own.barrier();
                    return null;
                }));
        assertEquals(IllegalStateException.class, problem.getCause().getClass(), "rank 0 does not wait for ever");
    }
}
