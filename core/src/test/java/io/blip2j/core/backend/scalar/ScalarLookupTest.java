package io.blip2j.core.backend.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.ShapeException;
import org.junit.jupiter.api.Test;

class ScalarLookupTest {
    private final Kernels kernels = new ScalarKernels();
    private final Operand table = Make.f32(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
    private final Operand ids = Make.i64(new long[] {2, 0, 2}, 3);

    @Test
    void embeddingTakesRowsAndItsGradientAddsThem() {
        Operand y = Make.empty(DType.F32, 3, 2);
        kernels.embedding(table, ids, y);
        assertArrayEquals(new double[] {5, 6, 1, 2, 5, 6}, Make.values(y));
        Operand dtable = Make.f32(new double[] {9, 9, 9, 9, 9, 9}, 3, 2);
        kernels.embeddingGradient(ids, y, -1, dtable);
        assertArrayEquals(new double[] {1, 2, 0, 0, 10, 12}, Make.values(dtable));
        kernels.embeddingGradient(ids, y, 2, dtable);
        assertArrayEquals(new double[] {1, 2, 0, 0, 0, 0}, Make.values(dtable));
    }

    @Test
    void gatherTakesAlongAnAxisOfASmallerIndex() {
        Operand index = Make.i64(new long[] {2, 0}, 2, 1);
        Operand y = Make.empty(DType.F32, 2, 1);
        kernels.gather(table, index, 0, y);
        assertArrayEquals(new double[] {5, 1}, Make.values(y));
        long big = (1L << 53) + 1;
        Operand longs = Make.empty(DType.I64, 1);
        kernels.gather(Make.i64(new long[] {0, big}, 2), Make.i64(new long[] {1}, 1), 0, longs);
        assertArrayEquals(new long[] {big}, Make.longs(longs));
    }

    @Test
    void scatterPutsOrAdds() {
        Operand index = Make.i64(new long[] {1, 1, 0, 0}, 2, 2);
        Operand source = Make.f32(new double[] {10, 20, 30, 40}, 2, 2);
        Operand y = Make.f32(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
        kernels.scatter(index, source, 1, true, y);
        assertArrayEquals(new double[] {1, 32, 73, 4, 5, 6}, Make.values(y));
        kernels.scatter(Make.i64(new long[] {2, 0}, 1, 2), source, 0, false, y);
        assertArrayEquals(new double[] {1, 20, 73, 4, 10, 6}, Make.values(y));
    }

    @Test
    void indicesOutOfRangeAreRefusedByName() {
        Operand y = Make.empty(DType.F32, 1, 2);
        assertThrows(ShapeException.class, () -> kernels.embedding(table, Make.i64(new long[] {3}, 1), y));
        Operand minus = Make.i64(new long[] {-1, 0}, 1, 2);
        assertThrows(ShapeException.class, () -> kernels.gather(table, minus, 0, y));
        assertThrows(ShapeException.class, () -> kernels.scatter(minus, y, 0, true, table));
    }
}
