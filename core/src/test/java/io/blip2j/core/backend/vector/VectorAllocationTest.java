package io.blip2j.core.backend.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A warm kernel allocates next to nothing: a vector in a box is slow, and shows here as bytes for each element.
@Tag("slow")
class VectorAllocationTest {
    private static final int LIMIT = 1024;
    private static final long NANOS_FOR_EACH = 20_000_000_000L;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void warmKernelsAllocateNothing() {
        List<String> greedy = new ArrayList<>();
        for (KernelCases.Case one : KernelCases.of(new VectorKernels())) {
            if (one.name().matches(".*(700x192|300x100|16x96|1021|times|heads|middle).*")
                    && !one.name().startsWith("POW ")
                    && !one.name().startsWith("bottom")) {
                long bytes = bytesOnceWarm(one.call());
                if (bytes >= LIMIT) {
                    greedy.add(one.name() + ": " + bytes);
                }
            }
        }
        assertTrue(greedy.isEmpty(), () -> "bytes a call: " + greedy);
    }

    /// The least of several calls, as soon as one is below the limit; the compiler gets its time.
    private long bytesOnceWarm(Runnable call) {
        long end = System.nanoTime() + NANOS_FOR_EACH;
        long least = Long.MAX_VALUE;
        for (int i = 0; least >= LIMIT && System.nanoTime() < end; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            call.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
