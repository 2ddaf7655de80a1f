package io.blip2j.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.memory.Step;
import io.blip2j.core.parallel.Workers;
import io.blip2j.nn.optim.AdamW;
import io.blip2j.nn.testing.TinyTransformer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A warm step of training takes its arrays from the pool, and training leaves nothing behind.
class StepMemoryTest {
    private static final long MB = 1 << 20;

    private final Backend backend = Backends.select();

    @AfterEach
    void restoreThreads() {
        Workers.useThreads(Runtime.getRuntime().availableProcessors());
    }

    private static void train(TinyTransformer model, AdamW adamW, int rows, int from, int to) {
        for (int step = from; step < to; step++) {
            try (Step _ = Step.open()) {
                model.train(adamW, TinyTransformer.batch(rows, step), step);
            }
        }
    }

    @Test
    void aWarmStepAllocatesAtMostTwoMegabytes() {
        Workers.useThreads(1); // every byte is this thread's
        TinyTransformer model = new TinyTransformer(backend, 1);
        AdamW adamW = model.optimiser();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 30 && least > 2 * MB; round++) { // interpreted vectors are objects: warm up first
            train(model, adamW, 8, 10 * round, 10 * round + 9);
            long before = threads.getCurrentThreadAllocatedBytes();
            train(model, adamW, 8, 10 * round + 9, 10 * round + 10);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least <= 2 * MB, "a warm step allocates " + least + " bytes");
    }

    @Test
    void theLiveHeapDoesNotGrow() {
        TinyTransformer model = new TinyTransformer(backend, 1);
        AdamW adamW = model.optimiser();
        train(model, adamW, 1, 0, 100);
        long at100 = live();
        train(model, adamW, 1, 100, 500);
        long grown = live() - at100;
        assertTrue(Math.abs(grown) <= MB, "from step 100 to 500 the live heap grew by " + grown + " bytes");
    }

    /// Bytes in use after full collections.
    private static long live() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
