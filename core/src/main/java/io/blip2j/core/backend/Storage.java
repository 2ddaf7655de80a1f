package io.blip2j.core.backend;

import io.blip2j.core.memory.Buffer;
import io.blip2j.core.memory.Step;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import java.nio.ByteBuffer;

/// The numbers of a tensor in a Java array. Views of one tensor share one storage.
///
/// Outside the backends a storage is opaque: it is allocated, copied out and counted, nothing else. The arrays behind
/// it may be longer than [#size()], since they are lent by size class.
public final class Storage {
    private final DType dtype;
    private final int size;
    private final Buffer buffer;
    private int version;
    private Object packed;
    private int packedVersion = -1;

    private Storage(DType dtype, int size, Buffer buffer) {
        this.dtype = dtype;
        this.size = size;
        this.buffer = buffer;
    }

    /// Room for `size` elements from the open [Step]; the content is undefined.
    public static Storage allocate(DType dtype, int size) {
        return new Storage(dtype, size, Step.allocate(dtype, size));
    }

    /// Takes an array over: `double[]`, `float[]`, `short[]` (F16, BF16), `long[]`, `int[]` or `byte[]` (U8, BOOL).
    public static Storage of(DType dtype, int size, Object array) {
        return new Storage(dtype, size, Buffer.plain(array));
    }

    public DType dtype() {
        return dtype;
    }

    /// Number of elements that belong to this storage.
    public int size() {
        return size;
    }

    /// Life of the array: who holds it, whether it was kept.
    public Buffer buffer() {
        return buffer;
    }

    /// How often the content was changed in place; what was saved for backward or packed checks it.
    public int version() {
        return version;
    }

    /// Says that the content was changed in place.
    public void changed() {
        version++;
    }

    public float[] floats() {
        return (float[]) buffer.array();
    }

    public double[] doubles() {
        return (double[]) buffer.array();
    }

    public short[] shorts() {
        return (short[]) buffer.array();
    }

    public long[] longs() {
        return (long[]) buffer.array();
    }

    public int[] ints() {
        return (int[]) buffer.array();
    }

    public byte[] bytes() {
        return (byte[]) buffer.array();
    }

    /// What a backend packed from the current content, or null if nothing is or the content has changed since.
    public Object packed() {
        return packedVersion == version ? packed : null;
    }

    /// What a backend packed earlier, of whatever content, so that its buffers can be used again.
    public Object stalePacked() {
        return packed;
    }

    /// Remembers what a backend packed from the current content.
    public void packed(Object panels) {
        packed = panels;
        packedVersion = version;
    }

    /// Element at a place of the array, as double (I64 beyond 2^53 loses bits; BOOL is 0 or 1).
    public double get(int index) {
        return switch (dtype) {
            case F64 -> doubles()[index];
            case F32 -> floats()[index];
            case F16 -> Float.float16ToFloat(shorts()[index]);
            case BF16 -> Float.intBitsToFloat(shorts()[index] << 16);
            case I64 -> longs()[index];
            case I32 -> ints()[index];
            case U8 -> bytes()[index] & 0xFF;
            case BOOL -> bytes()[index];
        };
    }

    /// Sets an element, rounded once to this storage's type (floating types: nearest, ties to even; integers: toward
    /// zero).
    public void set(int index, double value) {
        switch (dtype) {
            case F64 -> doubles()[index] = value;
            case F32 -> floats()[index] = (float) value;
            case F16 -> shorts()[index] = Float.floatToFloat16((float) value);
            case BF16 -> shorts()[index] = toBfloat16((float) value);
            case I64 -> longs()[index] = (long) value;
            case I32 -> ints()[index] = (int) value;
            case U8 -> bytes()[index] = (byte) (int) value;
            case BOOL -> bytes()[index] = value != 0 ? (byte) 1 : 0;
        }
    }

    /// The nearest bfloat16, ties to even; NaN stays NaN.
    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    /// Puts `count` elements from `from` on into bytes, in the buffer's order: for files and for other processes.
    public void write(int from, int count, ByteBuffer to) {
        switch (dtype) {
            case F64 -> to.asDoubleBuffer().put(doubles(), from, count);
            case F32 -> to.asFloatBuffer().put(floats(), from, count);
            case F16, BF16 -> to.asShortBuffer().put(shorts(), from, count);
            case I64 -> to.asLongBuffer().put(longs(), from, count);
            case I32 -> to.asIntBuffer().put(ints(), from, count);
            case U8, BOOL -> to.duplicate().put(bytes(), from, count);
        }
        to.position(to.position() + count * dtype.bytes());
    }

    /// Takes `count` elements from `from` on out of bytes: what [#write] put there.
    public void read(int from, int count, ByteBuffer source) {
        switch (dtype) {
            case F64 -> source.asDoubleBuffer().get(doubles(), from, count);
            case F32 -> source.asFloatBuffer().get(floats(), from, count);
            case F16, BF16 -> source.asShortBuffer().get(shorts(), from, count);
            case I64 -> source.asLongBuffer().get(longs(), from, count);
            case I32 -> source.asIntBuffer().get(ints(), from, count);
            case U8, BOOL -> source.duplicate().get(bytes(), from, count);
        }
        source.position(source.position() + count * dtype.bytes());
    }

    /// Copies the first `count` numbers in, from element `at` on (F32).
    public void put(float[] values, int count, int at) {
        System.arraycopy(values, 0, floats(), at, count);
    }

    /// A storage of its own array, outside any step, its content zero.
    public static Storage plain(DType dtype, int size) {
        return of(dtype, size, dtype.newArray(size));
    }

    /// Copies a view out in row-major order.
    public float[] toFloats(Layout layout) {
        float[] out = new float[layout.shape().size()];
        if (dtype == DType.F32 && layout.isContiguous()) {
            System.arraycopy(floats(), layout.offset(), out, 0, out.length);
            return out;
        }
        int[] places = places(layout);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) get(places[i]);
        }
        return out;
    }

    /// Copies a view out in row-major order.
    public double[] toDoubles(Layout layout) {
        int[] places = places(layout);
        double[] out = new double[places.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = get(places[i]);
        }
        return out;
    }

    /// Copies a view of integers out in row-major order.
    public long[] toLongs(Layout layout) {
        int[] places = places(layout);
        long[] out = new long[places.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = dtype == DType.I64 ? longs()[places[i]] : (long) get(places[i]);
        }
        return out;
    }

    /// Place in the array of each element of a view, in row-major order.
    public static int[] places(Layout layout) {
        Shape shape = layout.shape();
        int[] places = new int[shape.size()];
        if (places.length == 0) {
            return places;
        }
        int[] dims = shape.dims();
        int[] strides = layout.strides();
        int[] index = new int[dims.length];
        int place = layout.offset();
        for (int i = 0; i < places.length; i++) {
            places[i] = place;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                place += strides[axis];
                if (++index[axis] < dims[axis]) {
                    break;
                }
                place -= dims[axis] * strides[axis];
                index[axis] = 0;
            }
        }
        return places;
    }
}
