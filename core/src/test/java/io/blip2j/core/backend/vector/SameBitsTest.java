package io.blip2j.core.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.parallel.Workers;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What no comparison with plain loops shows: the same bits on narrower registers, and no vector on the heap.
class SameBitsTest {
    @AfterEach
    void restoreThreads() {
        Workers.useThreads(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void eightLanesGiveTheBitsOfSixteen() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "-XX:UseAVX is known on x86 alone");
        String widest = hashIn("-XX:+UseParallelGC");
        String narrower = hashIn("-XX:UseAVX=2");
        assertTrue(narrower.startsWith("8 "), narrower);
        assertEquals(widest.split(" ")[1], narrower.split(" ")[1], widest + " and " + narrower);
    }

    private static String hashIn(String flag) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        flag,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SameBitsMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), printed);
        return printed.strip();
    }

    @Test
    void warmKernelsAllocateAlmostNothing() {
        Workers.useThreads(1);
        Operand x = zeros(64, 96);
        Operand w = zeros(96, 96);
        Operand y = zeros(64, 96);
        Operand bias = zeros(96);
        assertFrugal("linear", () -> VectorProducts.linear(x, w, bias, UnaryFunction.IDENTITY, y, y));
        assertFrugal("linearInputGradient", () -> VectorProducts.linearInputGradient(y, w, x));
        assertFrugal("linearWeightGradient", () -> VectorProducts.linearWeightGradient(y, x, w));
        Operand wide = zeros(200, 96);
        Operand dy = zeros(64, 200);
        for (MatrixFormat format : MatrixFormat.values()) {
            PackedMatrix packed = Constants.pack("w", wide, format);
            for (int rows : new int[] {1, 5, 33}) {
                Operand from = zeros(rows, 96);
                Operand to = zeros(rows, 200);
                assertFrugal(
                        rows + " rows by " + format,
                        () -> VectorProducts.linear(from, packed, null, UnaryFunction.RELU, null, to));
            }
            assertFrugal("gradient by " + format, () -> VectorProducts.linearInputGradient(dy, packed, x));
        }
        Operand q = zeros(2, 2, 40, 24);
        Operand statistics = zeros(2, 2, 40);
        AttentionSpec spec = AttentionSpec.causal(0.2f, 0);
        assertFrugal("attention", () -> VectorAttention.attention(spec, q, q, q, null, null, q, statistics));
        Operand dq = zeros(2, 2, 40, 24);
        Operand dk = zeros(2, 2, 40, 24);
        assertFrugal(
                "attentionGradient",
                () -> VectorAttention.attentionGradient(
                        spec, q, q, q, null, null, q, statistics, q, dq, dk, dk, null, null));
    }

    private static Operand zeros(int... dims) {
        Shape shape = Shape.of(dims);
        return new Operand(Storage.of(DType.F32, shape.size(), new float[shape.size()]), Layout.contiguous(shape));
    }

    /// Runs a kernel until the compiler has it, at most for a minute: interpreted vectors are objects.
    private static void assertFrugal(String what, Runnable kernel) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + 60_000_000_000L;
        long allocated = Long.MAX_VALUE;
        while (allocated >= 1024 && System.nanoTime() < deadline) {
            for (int i = 0; i < 200; i++) {
                kernel.run();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20; i++) {
                kernel.run();
            }
            allocated = (threads.getCurrentThreadAllocatedBytes() - before) / 20;
        }
        assertTrue(allocated < 1024, what + " allocates " + allocated + " bytes a call");
    }
}
