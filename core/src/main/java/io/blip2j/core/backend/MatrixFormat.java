package io.blip2j.core.backend;

/// The type that a packed constant keeps its numbers in.
///
/// Products widen F32, BF16 and F16 exactly. INT8 and INT4 keep small integers `q` and factors `s` beside them, so
/// that a number is `q·s`; [Quantization] says how they are chosen.
public enum MatrixFormat {
    F32(false),
    BF16(false),
    F16(false),
    /// `q` from -127 to 127, one `s` a row.
    INT8(true),
    /// `q` from -8 to 7, one `s` for 32 neighbours of a row.
    INT4(true);

    private final boolean quantized;

    MatrixFormat(boolean quantized) {
        this.quantized = quantized;
    }

    /// Whether numbers are integers with a factor.
    public boolean isQuantized() {
        return quantized;
    }
}
