package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Quantization;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.memory.NativeMemory;
import io.blip2j.core.parallel.Workers;
import io.blip2j.core.shape.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Packs frozen matrices into panels, and reads them back by rows.
final class Constants {
    private Constants() {}

    /// The panels behind the interface, which must have been packed here.
    static PackedPanels panels(PackedMatrix w) {
        if (w instanceof PackedPanels panels) {
            return panels;
        }
        throw new IllegalArgumentException("linear: the constant was packed by another backend (" + w.getClass()
                + "). Pack it with the backend that computes");
    }

    /// Packs a matrix `[n, k]` of F32, F16 or BF16 as a constant.
    static PackedMatrix pack(String what, Operand w, MatrixFormat format) {
        int n = w.shape().dim(0);
        int k = w.shape().dim(1);
        return switch (format) {
            case F32 -> floats(w, n, k);
            case BF16, F16 -> halves(what, w, n, k, format);
            case INT8 -> BytePanels.pack(what, n, k, rounded(what, w, k, format));
            case INT4 -> NibblePanels.pack(what, n, k, rounded(what, w, k, format));
        };
    }

    private static FloatPanels floats(Operand w, int n, int k) {
        int panels = Pieces.count(n, Gemm.WIDTH);
        float[] packed = new float[panels * k * Gemm.WIDTH];
        if (w.dtype() == DType.F32) {
            ParameterPanels.pack(w.storage().floats(), w.layout().offset(), n, k, packed);
        } else {
            Workers.shared().forEach(panels, panel -> packFloats(w, n, k, panel, packed));
        }
        return new FloatPanels(n, k, packed);
    }

    private static void packFloats(Operand w, int n, int k, int panel, float[] packed) {
        Storage storage = w.storage();
        int first = panel * Gemm.WIDTH;
        int to = first * k;
        for (int j = 0; j < Math.min(Gemm.WIDTH, n - first); j++) {
            int at = w.layout().offset() + (first + j) * k;
            for (int p = 0; p < k; p++) {
                packed[to + p * Gemm.WIDTH + j] = (float) storage.get(at + p);
            }
        }
    }

    private static HalfPanels halves(String what, Operand w, int n, int k, MatrixFormat format) {
        int panels = Pieces.count(n, Gemm.WIDTH);
        long bytes = HalfPanels.panelBytes(k);
        NativeMemory memory = NativeMemory.allocate(what, panels * bytes);
        Workers.shared()
                .forEach(
                        panels,
                        panel -> packHalves(
                                w, n, k, panel, format, memory.segment().asSlice(panel * bytes)));
        return new HalfPanels(n, k, format, memory);
    }

    private static void packHalves(Operand w, int n, int k, int panel, MatrixFormat format, MemorySegment out) {
        Storage storage = w.storage();
        short[] pairs = new short[(k + 1) / 2 * Gemm.WIDTH * 2];
        int first = panel * Gemm.WIDTH;
        boolean same = storage.dtype() == (format == MatrixFormat.BF16 ? DType.BF16 : DType.F16);
        for (int j = 0; j < Math.min(Gemm.WIDTH, n - first); j++) {
            int at = w.layout().offset() + (first + j) * k;
            for (int p = 0; p < k; p++) {
                short bits;
                if (same) {
                    bits = storage.shorts()[at + p];
                } else {
                    float value = (float) storage.get(at + p);
                    bits = format == MatrixFormat.BF16 ? Storage.toBfloat16(value) : Float.floatToFloat16(value);
                }
                pairs[p / 2 * Gemm.WIDTH * 2 + j * 2 + (p & 1)] = bits;
            }
        }
        MemorySegment.copy(pairs, 0, out, ValueLayout.JAVA_SHORT, 0, pairs.length);
    }

    private static IntegerRows rounded(String what, Operand w, int k, MatrixFormat format) {
        Storage storage = w.storage();
        return (row, numbers, factors) -> {
            float[] values = Scratch.ofThread().floats(Scratch.Use.WIDE, k);
            int at = w.layout().offset() + row * k;
            if (storage.dtype() == DType.F32) {
                System.arraycopy(storage.floats(), at, values, 0, k);
            } else {
                for (int p = 0; p < k; p++) {
                    values[p] = (float) storage.get(at + p);
                }
            }
            Quantization.row(what, format, values, k, numbers, factors);
        };
    }

    /// Packs integers and factors that were chosen before.
    static PackedMatrix packIntegers(String what, int k, MatrixFormat format, Operand numbers, Operand factors) {
        int n = numbers.shape().dim(0);
        int width = numbers.shape().dim(1);
        int each = Quantization.factors(format, k);
        byte[] bytes = numbers.storage().bytes();
        boolean whole = format == MatrixFormat.INT8;
        IntegerRows rows = (row, q, s) -> {
            int at = numbers.layout().offset() + row * width;
            for (int p = 0; p < k; p++) {
                q[p] = (byte) (whole ? (bytes[at + p] & 0xFF) - 128 : (bytes[at + p / 2] >> 4 * (p % 2) & 15) - 8);
            }
            for (int i = 0; i < each; i++) {
                s[i] = (float) factors.storage().get(factors.layout().offset() + row * each + i);
            }
        };
        return whole ? BytePanels.pack(what, n, k, rows) : NibblePanels.pack(what, n, k, rows);
    }

    /// Writes what [#packIntegers] takes.
    static void unpackIntegers(PackedMatrix w, Operand numbers, Operand factors) {
        int k = w.k();
        int width = numbers.shape().dim(1);
        byte[] bytes = numbers.storage().bytes();
        byte[] q = new byte[k];
        float[] s = new float[Quantization.factors(w.format(), k)];
        for (int row = 0; row < w.n(); row++) {
            int at = numbers.layout().offset() + row * width;
            if (w instanceof BytePanels panels) {
                panels.integers(row, q);
                s[0] = panels.rowFactors()[row];
                for (int p = 0; p < k; p++) {
                    bytes[at + p] = (byte) (q[p] + 128);
                }
            } else if (w instanceof NibblePanels panels) {
                panels.integers(row, q, s);
                for (int p = 0; p < k; p += 2) {
                    int second = p + 1 < k ? q[p + 1] + 8 : 0;
                    bytes[at + p / 2] = (byte) (q[p] + 8 | second << 4);
                }
            } else {
                throw new IllegalArgumentException("unpackIntegers: the constant is kept in " + w.format());
            }
            for (int i = 0; i < s.length; i++) {
                factors.storage().set(factors.layout().offset() + row * s.length + i, s[i]);
            }
        }
    }

    /// Writes a constant back by rows.
    static void unpack(PackedMatrix w, Operand y) {
        PackedPanels panels = panels(w);
        float[] out = y.storage().floats();
        int at = y.layout().offset();
        for (int i = 0; i < w.n(); i++) {
            panels.row(i, out, at + i * w.k());
        }
    }

    /// `y[i] = table[ids[i]]`.
    static void rows(PackedMatrix table, Operand ids, Operand y) {
        PackedPanels panels = panels(table);
        long[] rows = ids.storage().longs();
        float[] out = y.storage().floats();
        int count = ids.shape().size();
        for (int i = 0; i < count; i++) {
            int row = Math.toIntExact(rows[ids.layout().offset() + i]);
            panels.row(row, out, y.layout().offset() + i * table.k());
        }
    }
}
