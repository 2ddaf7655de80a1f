package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.shape.DType;
import java.util.Arrays;

/// Copies, permutations, selections and fills of floats: memory traffic without arithmetic.
final class VectorCopy {
    /// Edge of the square that a transposition goes by: 32 columns of 32 floats stay in the first cache.
    private static final int TILE = 32;

    private VectorCopy() {}

    /// `y = x` between floats of any strides.
    static void copy(Operand x, Operand y) {
        Loops loops = Loops.of(y, x);
        float[] from = x.storage().floats();
        float[] to = y.storage().floats();
        int xs = loops.step(1);
        int ys = loops.step(0);
        if (xs == 1 && ys == 1 && loops.rank() > 1 && loops.inner() <= Pieces.BLOCK) {
            copyRows(loops, from, to);
        } else if (xs == 1 && ys == 1) {
            loops.run(
                    (row, at, n) -> System.arraycopy(from, loops.place(1, row) + at, to, loops.place(0, row) + at, n));
        } else if (loops.rank() > 1 && xs != 0 && loops.stride(1, loops.rank() - 2) == 1) {
            transpose(loops, from, to);
        } else {
            loops.run((row, at, n) ->
                    strided(from, loops.place(1, row) + at * xs, xs, to, loops.place(0, row) + at * ys, ys, n));
        }
    }

    /// Rows that are contiguous on both sides, as heads are moved: the loop over them is the last but one.
    private static void copyRows(Loops loops, float[] x, float[] y) {
        int last = loops.rank() - 1;
        int n = loops.inner();
        int rows = loops.dim(last - 1);
        int bands = Pieces.count(rows, TILE);
        Pieces.chunks(loops.rows() / rows * bands, (long) loops.rows() * n, piece -> {
            int first = piece / bands * rows;
            int r = piece % bands * TILE;
            int xRow = loops.stride(1, last - 1);
            int yRow = loops.stride(0, last - 1);
            int xo = loops.place(1, first) + r * xRow;
            int yo = loops.place(0, first) + r * yRow;
            copyRows(x, xo, xRow, y, yo, yRow, Math.min(TILE, rows - r), n);
        });
    }

    private static void copyRows(float[] x, int xo, int xRow, float[] y, int yo, int yRow, int rows, int n) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, xo + r * xRow, y, yo + r * yRow, n);
        }
    }

    private static void strided(float[] x, int xo, int xs, float[] y, int yo, int ys, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i * ys] = x[xo + i * xs];
        }
    }

    /// The two innermost loops by squares, since `x` is contiguous along the outer one of them.
    private static void transpose(Loops loops, float[] x, float[] y) {
        int last = loops.rank() - 1;
        int columns = loops.dim(last);
        int rows = loops.dim(last - 1);
        int matrices = loops.rows() / rows;
        int bands = Pieces.count(rows, TILE);
        Pieces.chunks(matrices * bands, (long) matrices * rows * columns, piece -> {
            int first = piece / bands * rows;
            int r = piece % bands * TILE;
            band(
                    x,
                    loops.place(1, first) + r,
                    loops.stride(1, last),
                    y,
                    loops.place(0, first) + r * loops.stride(0, last - 1),
                    loops.stride(0, last - 1),
                    loops.stride(0, last),
                    Math.min(TILE, rows - r),
                    columns);
        });
    }

    private static void band(
            float[] x, int xo, int xColumn, float[] y, int yo, int yRow, int yColumn, int rows, int columns) {
        for (int from = 0; from < columns; from += TILE) {
            int n = Math.min(TILE, columns - from);
            for (int r = 0; r < rows; r++) {
                strided(x, xo + r + from * xColumn, xColumn, y, yo + r * yRow + from * yColumn, yColumn, n);
            }
        }
    }

    /// `y = mask ? a : b`, `y` contiguous.
    static void where(Operand mask, Operand a, Operand b, Operand y) {
        Loops loops = Loops.of(y, mask, a, b);
        byte[] m = mask.storage().bytes();
        float[] yes = a.storage().floats();
        float[] no = b.storage().floats();
        float[] to = y.storage().floats();
        int ms = loops.step(1);
        int as = loops.step(2);
        int bs = loops.step(3);
        loops.run((row, at, n) -> select(
                m,
                loops.place(1, row) + at * ms,
                ms,
                yes,
                loops.place(2, row) + at * as,
                as,
                no,
                loops.place(3, row) + at * bs,
                bs,
                to,
                loops.place(0, row) + at,
                n));
    }

    private static void select(
            byte[] m, int mo, int ms, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = m[mo + i * ms] != 0 ? a[ao + i * as] : b[bo + i * bs];
        }
    }

    /// `y = value` over contiguous elements.
    static void fill(Storage y, int o, int n, double value) {
        Pieces.blocks(n, (from, to) -> {
            switch (y.dtype()) {
                case F32 -> Arrays.fill(y.floats(), o + from, o + to, (float) value);
                case F64 -> Arrays.fill(y.doubles(), o + from, o + to, value);
                case I64 -> Arrays.fill(y.longs(), o + from, o + to, (long) value);
                case I32 -> Arrays.fill(y.ints(), o + from, o + to, (int) value);
                case U8 -> Arrays.fill(y.bytes(), o + from, o + to, (byte) (int) value);
                case BOOL -> Arrays.fill(y.bytes(), o + from, o + to, value != 0 ? (byte) 1 : 0);
                case F16 -> Arrays.fill(y.shorts(), o + from, o + to, Float.floatToFloat16((float) value));
                case BF16 -> Arrays.fill(y.shorts(), o + from, o + to, Storage.toBfloat16((float) value));
            }
        });
    }

    /// Whether [#convert] has a loop.
    static boolean converts(DType from, DType to) {
        boolean widens = from == DType.BF16 || from == DType.F16;
        return widens && to == DType.F32 || from == DType.F32 && (to == DType.BF16 || to == DType.F16);
    }

    /// Contiguous conversions between F32 and the 16-bit types.
    static void convert(Storage x, int xo, Storage y, int yo, int n) {
        Pieces.blocks(n, (from, to) -> {
            switch (x.dtype()) {
                case BF16 -> widenBfloat16(x.shorts(), xo + from, y.floats(), yo + from, to - from);
                case F16 -> widenFloat16(x.shorts(), xo + from, y.floats(), yo + from, to - from);
                default -> {
                    for (int i = from; i < to; i++) {
                        y.set(yo + i, x.floats()[xo + i]);
                    }
                }
            }
        });
    }

    private static void widenBfloat16(short[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Float.intBitsToFloat(x[xo + i] << 16);
        }
    }

    private static void widenFloat16(short[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Float.float16ToFloat(x[xo + i]);
        }
    }
}
