package io.blip2j.core.backend.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Quantization;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.backend.scalar.ScalarKernels;
import io.blip2j.core.parallel.Workers;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorProductsTest {
    private static final int[] SIZES = {1, 7, 8, 9, 15, 16, 17, 31, 32, 33};
    private static final Kernels SCALAR = new ScalarKernels();
    private final Random random = new Random(7);

    @AfterEach
    void restoreThreads() {
        Workers.useThreads(Runtime.getRuntime().availableProcessors());
    }

    private Operand random(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.size() + 3]; // longer than needed, and not from its start
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Operand(
                Storage.of(DType.F32, values.length, values), Layout.of(shape, shape.contiguousStrides(), 3));
    }

    private static Operand room(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.size() + 40];
        Arrays.fill(values, 77f);
        return new Operand(
                Storage.of(DType.F32, values.length, values), Layout.of(shape, shape.contiguousStrides(), 2));
    }

    private static float[] values(Operand x) {
        return x.storage().toFloats(x.layout());
    }

    /// Equal to plain loops within float rounding of a sum of `depth`, and nothing written outside.
    private static void assertClose(Operand expected, Operand actual, int depth) {
        float[] e = values(expected);
        float[] a = values(actual);
        for (int i = 0; i < e.length; i++) {
            assertEquals(e[i], a[i], 4e-7 * (depth + 8) + 4e-7 * Math.abs(e[i]), "element " + i);
        }
        float[] all = actual.storage().floats();
        for (int i = actual.layout().offset() + a.length; i < all.length; i++) {
            assertEquals(77f, all[i], "written behind the output");
        }
        assertEquals(77f, all[1], "written before the output");
    }

    private void checkMatmul(Operand a, Operand b) {
        int batch = a.shape().dim(0);
        int m = a.shape().dim(1);
        int n = b.shape().dim(2);
        Operand expected = room(batch, m, n);
        Operand actual = room(batch, m, n);
        SCALAR.matmul(a, b, expected);
        VectorProducts.matmul(a, b, actual);
        assertClose(expected, actual, a.shape().dim(2));
    }

    private static Operand transposed(Operand x) {
        return new Operand(x.storage(), x.layout().transpose(1, 2));
    }

    @Test
    void matmulOfAwkwardSizes() {
        for (int m : SIZES) {
            for (int n : SIZES) {
                for (int k : SIZES) {
                    checkMatmul(random(1, m, k), random(1, k, n));
                }
            }
        }
        checkMatmul(random(2, 33, 1021), random(2, 1021, 17));
        checkMatmul(random(1, 5, 32), random(1, 32, 1021));
        checkMatmul(random(1, 1021, 9), random(1, 9, 33));
    }

    @Test
    void matmulOfViews() {
        for (int size : new int[] {1, 9, 33, 70}) {
            checkMatmul(transposed(random(2, 40, size)), random(2, 40, 35));
            checkMatmul(random(2, size, 40), transposed(random(2, 35, 40)));
            checkMatmul(transposed(random(2, 40, size)), transposed(random(2, 35, 40)));
            Operand wide = random(2, size, 90);
            Operand everySecond = new Operand(wide.storage(), wide.layout().slice(2, 1, 90, 2));
            checkMatmul(everySecond, random(2, 45, 33));
            checkMatmul(transposed(everySecond), random(2, size, 64));
            checkMatmul(random(2, 8, size), everySecond);
            Operand one = random(1, 40, size);
            checkMatmul(
                    random(3, 12, 40), new Operand(one.storage(), one.layout().expand(3, 40, size)));
        }
        checkMatmul(transposed(random(1, 50, 700)), random(1, 50, 1100));
        checkMatmul(random(1, 40, 1600), random(1, 1600, 1100));
    }

    @Test
    void emptySumsAreZero() {
        checkMatmul(random(1, 3, 0), random(1, 0, 40));
        checkMatmul(random(1, 0, 4), random(1, 4, 40));
        checkMatmul(random(0, 3, 4), random(0, 4, 40));
    }

    @Test
    void linearWithEveryEpilogue() {
        UnaryFunction[] functions = {
            UnaryFunction.IDENTITY, UnaryFunction.RELU, UnaryFunction.GELU, UnaryFunction.GELU_TANH,
            UnaryFunction.QUICK_GELU, UnaryFunction.SILU, UnaryFunction.TANH, UnaryFunction.SIGMOID
        };
        for (UnaryFunction act : functions) {
            for (int n : new int[] {5, 32, 60, 96}) {
                Operand x = random(3, 7, 40);
                Operand w = random(n, 40);
                for (int parts = 0; parts < 4; parts++) {
                    Operand bias = (parts & 1) == 0 ? null : random(n);
                    Operand residual = (parts & 2) == 0 ? null : random(3, 7, n);
                    Operand expected = room(3, 7, n);
                    Operand actual = room(3, 7, n);
                    SCALAR.linear(x, w, bias, act, residual, expected);
                    VectorProducts.linear(x, w, bias, act, residual, actual);
                    assertClose(expected, actual, 40);
                }
            }
        }
    }

    @Test
    void changedParametersArePackedAnew() {
        Operand x = random(4, 33);
        Operand w = random(40, 33);
        Operand expected = room(4, 40);
        Operand actual = room(4, 40);
        VectorProducts.linear(x, w, null, UnaryFunction.IDENTITY, null, actual);
        w.storage().floats()[50] = 9f;
        w.storage().changed();
        SCALAR.linear(x, w, null, UnaryFunction.IDENTITY, null, expected);
        VectorProducts.linear(x, w, null, UnaryFunction.IDENTITY, null, actual);
        assertClose(expected, actual, 33);
        Operand half = new Operand(w.storage(), w.layout().slice(0, 20, 40, 1));
        Operand expectedHalf = room(4, 20);
        Operand actualHalf = room(4, 20);
        SCALAR.linear(x, half, null, UnaryFunction.IDENTITY, null, expectedHalf);
        VectorProducts.linear(x, half, null, UnaryFunction.IDENTITY, null, actualHalf);
        assertClose(expectedHalf, actualHalf, 33);
    }

    @Test
    void gradientsOfLinear() {
        for (int n : new int[] {1, 9, 33, 96}) {
            for (int k : new int[] {1, 31, 32, 96, 1050}) {
                for (int rows : new int[] {1, 17, 40, 900}) {
                    if ((long) n * k * rows > 10_000_000) {
                        continue;
                    }
                    Operand dy = random(rows, n);
                    Operand x = random(rows, k);
                    Operand w = random(n, k);
                    Operand dx = room(rows, k);
                    Operand expectedDx = room(rows, k);
                    SCALAR.linearInputGradient(dy, w, expectedDx);
                    VectorProducts.linearInputGradient(dy, w, dx);
                    assertClose(expectedDx, dx, n);
                    Operand dw = room(n, k);
                    Operand expectedDw = room(n, k);
                    SCALAR.linearWeightGradient(dy, x, expectedDw);
                    VectorProducts.linearWeightGradient(dy, x, dw);
                    assertClose(expectedDw, dw, rows);
                }
            }
        }
    }

    @Test
    void packedConstantsOfEveryFormat() {
        for (MatrixFormat format : MatrixFormat.values()) {
            for (int n : new int[] {1, 31, 33, 70, 165}) {
                for (int k : new int[] {1, 17, 64, 1021}) {
                    Operand w = random(n, k);
                    PackedMatrix ours = Constants.pack("w", w, format);
                    PackedMatrix theirs = SCALAR.pack("w", w, format);
                    Operand plain = room(n, k);
                    Operand expectedPlain = room(n, k);
                    Constants.unpack(ours, plain);
                    SCALAR.unpack(theirs, expectedPlain);
                    assertArrayEquals(values(expectedPlain), values(plain));
                    for (int rows : new int[] {1, 2, 5, 40}) {
                        Operand x = random(rows, k);
                        Operand y = room(rows, n);
                        Operand expected = room(rows, n);
                        SCALAR.linear(x, theirs, null, UnaryFunction.RELU, null, expected);
                        VectorProducts.linear(x, ours, null, UnaryFunction.RELU, null, y);
                        assertClose(expected, y, k);
                        Operand dy = random(rows, n);
                        Operand dx = room(rows, k);
                        Operand expectedDx = room(rows, k);
                        SCALAR.linearInputGradient(dy, theirs, expectedDx);
                        VectorProducts.linearInputGradient(dy, ours, dx);
                        assertClose(expectedDx, dx, n);
                    }
                }
            }
        }
    }

    @Test
    void halfFormatsKeepEveryNumber() {
        for (DType type : new DType[] {DType.F16, DType.BF16}) {
            short[] all = new short[1 << 16];
            for (int i = 0; i < all.length; i++) {
                all[i] = (short) i;
            }
            Operand w = new Operand(Storage.of(type, all.length, all), Layout.contiguous(Shape.of(256, 256)));
            PackedMatrix packed = Constants.pack("w", w, type == DType.F16 ? MatrixFormat.F16 : MatrixFormat.BF16);
            Operand plain = room(256, 256);
            Constants.unpack(packed, plain);
            assertArrayEquals(values(w), values(plain));
            // through the widening of products: a unit vector picks one column; inf and NaN would spoil others' sums
            for (int column = 0; column < 256; column += 37) {
                float[] unit = new float[256];
                unit[column] = 1;
                Operand x = new Operand(Storage.of(DType.F32, 256, unit), Layout.contiguous(Shape.of(1, 256)));
                Operand y = room(1, 256);
                VectorProducts.linear(x, packed, null, UnaryFunction.IDENTITY, null, y);
                float[] expected = values(w);
                for (int i = 0; i < 256; i++) {
                    if (Float.isFinite(values(y)[i])) {
                        assertEquals(expected[i * 256 + column] + 0f, values(y)[i]);
                    }
                }
            }
        }
    }

    @Test
    void embeddingRowsComeFromThePanels() {
        Operand w = random(40, 33);
        Operand ids = new Operand(Storage.of(DType.I64, 3, new long[] {39, 0, 33}), Layout.contiguous(Shape.of(3)));
        for (MatrixFormat format : MatrixFormat.values()) {
            Operand y = room(3, 33);
            Operand expected = room(3, 33);
            SCALAR.embedding(SCALAR.pack("w", w, format), ids, expected);
            Constants.rows(Constants.pack("w", w, format), ids, y);
            assertArrayEquals(values(expected), values(y));
        }
    }

    @Test
    void oneRowAndManyAndAnyThreadsGiveTheSameBits() {
        int k = 1408;
        int n = 165;
        Operand x = random(40, k);
        Operand w = random(n, k);
        Operand bias = random(n);
        float[] first = null;
        for (int threads = 1; threads <= 3; threads++) {
            Workers.useThreads(threads);
            Operand y = room(40, n);
            VectorProducts.linear(x, w, bias, UnaryFunction.GELU, null, y);
            for (int i = 0; i < 40; i++) {
                Operand one = room(1, n);
                VectorProducts.linear(rows(x, i, 1), w, bias, UnaryFunction.GELU, null, one);
                assertArrayEquals(Arrays.copyOfRange(values(y), i * n, i * n + n), values(one));
            }
            first = first == null ? values(y) : first;
            assertArrayEquals(first, values(y));
        }
    }

    private static Operand rows(Operand x, int from, int count) {
        return new Operand(x.storage(), x.layout().slice(0, from, from + count, 1));
    }

    @Test
    void constantsGiveARowTheSameBitsInEveryBatch() {
        for (MatrixFormat format : MatrixFormat.values()) {
            for (int k : new int[] {1408, 1021, 45}) {
                int n = 165;
                Operand x = random(40, k);
                Operand bias = random(n);
                PackedMatrix packed = Constants.pack("w", random(n, k), format);
                Operand y = room(40, n);
                VectorProducts.linear(x, packed, bias, UnaryFunction.RELU, null, y);
                for (int batch = 1; batch <= 9; batch++) {
                    for (int i = 0; i + batch <= 40; i += 13) {
                        Operand few = room(batch, n);
                        VectorProducts.linear(rows(x, i, batch), packed, bias, UnaryFunction.RELU, null, few);
                        float[] expected = Arrays.copyOfRange(values(y), i * n, (i + batch) * n);
                        assertArrayEquals(expected, values(few), format + ", " + batch + " rows of " + k);
                    }
                }
            }
        }
    }

    @Test
    void integersAreSummedAsTheDesignSays() {
        int k = 1408; // two parts of 704
        Operand x = random(1, k);
        Operand w = random(3, k);
        for (MatrixFormat format : new MatrixFormat[] {MatrixFormat.INT8, MatrixFormat.INT4}) {
            PackedMatrix packed = Constants.pack("w", w, format);
            Operand y = room(1, 3);
            VectorProducts.linear(x, packed, null, UnaryFunction.IDENTITY, null, y);
            byte[] q = new byte[k];
            float[] s = new float[Quantization.factors(format, k)];
            for (int j = 0; j < 3; j++) {
                Quantization.row("w", format, Arrays.copyOfRange(values(w), j * k, j * k + k), k, q, s);
                float total = 0;
                for (int from = 0; from < k; from += 704) {
                    float sum = 0;
                    for (int p = from; p < from + 704; p++) {
                        float number = format == MatrixFormat.INT8 ? q[p] : q[p] * s[p / Quantization.GROUP];
                        sum = Math.fma(values(x)[p], number, sum);
                    }
                    total = from == 0 ? sum : total + sum;
                }
                assertEquals(format == MatrixFormat.INT8 ? total * s[0] : total, values(y)[j]);
            }
        }
    }

    @Test
    void integersComeBackAsFilesHoldThem() {
        int n = 37;
        for (int k : new int[] {1, 33, 70}) {
            Operand w = random(n, k);
            for (MatrixFormat format : new MatrixFormat[] {MatrixFormat.INT8, MatrixFormat.INT4}) {
                boolean bytes = format == MatrixFormat.INT8;
                PackedMatrix ours = Constants.pack("w", w, format);
                Operand[] written = integers(n, k, bytes);
                Operand[] expected = integers(n, k, bytes);
                Constants.unpackIntegers(ours, written[0], written[1]);
                SCALAR.unpackIntegers(SCALAR.pack("w", w, format), expected[0], expected[1]);
                assertArrayEquals(values(expected[0]), values(written[0]));
                assertArrayEquals(values(expected[1]), values(written[1]));
                Operand plain = room(n, k);
                Operand again = room(n, k);
                Operand theirs = room(n, k);
                Constants.unpack(ours, plain);
                Constants.unpack(Constants.packIntegers("w", k, format, written[0], written[1]), again);
                SCALAR.unpack(SCALAR.packIntegers("w", k, format, written[0], written[1]), theirs);
                assertArrayEquals(values(plain), values(again));
                assertArrayEquals(values(plain), values(theirs));
            }
        }
    }

    private static Operand[] integers(int n, int k, boolean bytes) {
        Shape numbers = Shape.of(n, bytes ? k : (k + 1) / 2);
        Shape factors = bytes ? Shape.of(n) : Shape.of(n, (k + 31) / 32);
        return new Operand[] {
            new Operand(Storage.plain(DType.U8, numbers.size()), Layout.contiguous(numbers)),
            new Operand(Storage.plain(bytes ? DType.F32 : DType.BF16, factors.size()), Layout.contiguous(factors))
        };
    }

    @Test
    void aSumIsOneChainAPart() {
        int k = 1408;
        assertEquals(704, Gemm.part(k));
        assertEquals(736, Gemm.part(10240));
        assertEquals(768, Gemm.part(768));
        Operand a = random(1, 1, k);
        Operand b = random(1, k, 3);
        Operand y = room(1, 1, 3);
        VectorProducts.matmul(a, b, y);
        float[] left = values(a);
        float[] right = values(b);
        for (int j = 0; j < 3; j++) {
            float total = 0;
            for (int from = 0; from < k; from += 704) {
                float sum = 0;
                for (int p = from; p < from + 704; p++) {
                    sum = Math.fma(left[p], right[p * 3 + j], sum);
                }
                total = from == 0 ? sum : total + sum;
            }
            assertEquals(total, values(y)[j]);
        }
    }
}
