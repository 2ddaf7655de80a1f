package io.blip2j.core.shape;

/// Element types of tensors, named as in safetensors.
///
/// Arithmetic is defined on [#F32], and on [#F64] in the scalar backend (gradient checks). [#BF16] and [#F16] are
/// for storage and casts, [#I64] for ids and indices, [#BOOL] for masks.
public enum DType {
    F64(8, true),
    F32(4, true),
    F16(2, true),
    BF16(2, true),
    I64(8, false),
    I32(4, false),
    U8(1, false),
    BOOL(1, false);

    private final int bytes;
    private final boolean floating;

    DType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }

    /// A new Java array of this type's elements: the only place that says which array that is.
    public Object newArray(int length) {
        return switch (this) {
            case F64 -> new double[length];
            case F32 -> new float[length];
            case F16, BF16 -> new short[length];
            case I64 -> new long[length];
            case I32 -> new int[length];
            case U8, BOOL -> new byte[length];
        };
    }

    /// Whether elements are floating-point numbers (and so may have gradients).
    public boolean isFloating() {
        return floating;
    }

    /// Whether the backends add and multiply in this type.
    public boolean hasArithmetic() {
        return this == F32 || this == F64;
    }
}
