package io.blip2j.nn;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.op.update.Packing;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// A tensor that a model has under a name: learned, or frozen. A frozen matrix is packed for its products and
/// takes no gradient; `forward` sees no difference.
///
/// Tied weights are one parameter used in two places.
///
/// A format of integers is for what products read. A table that only rows are looked up in gains nothing from it
/// and keeps the type of its values; one that is a head as well, by which each word of an answer is weighed, is
/// INT8 even where products are INT4: its factor belongs to a row, which is a word.
public final class Parameter {
    /// What a matrix is for.
    public enum Use {
        PRODUCT,
        TABLE,
        TABLE_AND_HEAD
    }

    private final String name;
    private final Module owner;
    private final Shape shape;
    private Tensor value;
    private PackedMatrix packed;
    private Backend backend;
    private Use use = Use.PRODUCT;

    Parameter(Module owner, String name, Shape shape) {
        this.owner = owner;
        this.name = name;
        this.shape = shape;
    }

    /// Full name from the root of the model, as in Hugging Face's checkpoints.
    public String path() {
        String above = owner.path();
        return above.isEmpty() ? name : above + "." + name;
    }

    public Shape shape() {
        return shape;
    }

    /// Says what it is for: products, unless told otherwise.
    public void use(Use what) {
        use = what;
    }

    /// Whether it has values yet.
    public boolean isSet() {
        return value != null || packed != null;
    }

    /// Gives it values (F32, or a half type, which is widened unless it is frozen later); it learns from now on.
    public void set(Tensor values) {
        lend(values);
        keep();
    }

    /// As [#set], for a while: values of the open step, to be frozen in it. What is not packed by then needs
    /// [#keep()].
    public void lend(Tensor values) {
        if (!values.shape().equals(shape)) {
            throw new ShapeException(path(), "has shape " + shape + ", got values of shape " + values.shape());
        }
        backend = values.backend();
        packed = null;
        value = values.detach().contiguous().withGradient();
    }

    /// Lets the values outlive the step they may have come from.
    public void keep() {
        if (value != null) {
            value.keep();
        }
    }

    /// Gives it values that are packed already: it is frozen from now on.
    public void set(PackedMatrix matrix, Backend owner) {
        if (shape.rank() != 2 || matrix.n() != shape.dim(0) || matrix.k() != shape.dim(1)) {
            throw new ShapeException(
                    path(), "has shape " + shape + ", got a packed [" + matrix.n() + ", " + matrix.k() + "]");
        }
        backend = owner;
        packed = matrix;
        value = null;
    }

    /// The values as a leaf: with a gradient if it learns.
    /// @throws IllegalStateException if it is packed, or has no values yet
    public Tensor tensor() {
        if (packed != null) {
            throw new IllegalStateException(path() + " is frozen and packed: unfreeze() it, or use packed()");
        }
        needValues();
        if (!value.dtype().hasArithmetic()) {
            value = value.detach().cast(DType.F32).keep().withGradient();
        }
        return value;
    }

    private void needValues() {
        if (!isSet()) {
            throw new IllegalStateException(path() + " has no values yet: load or initialise the model first");
        }
    }

    /// The packed matrix, or null if it is not packed.
    public PackedMatrix packed() {
        return packed;
    }

    /// Whether it learns.
    public boolean learns() {
        return packed == null && value != null && value.needsGradient();
    }

    /// Stops learning in the type that the values have: a matrix is packed, anything smaller becomes plain F32.
    public void freeze() {
        freeze(null);
    }

    /// Stops learning, keeping a matrix in the given format (null: the type that the values have). What is packed
    /// in another format is packed anew.
    public void freeze(MatrixFormat format) {
        needValues();
        if (packed != null && (format == null || packed.format() == target(format, packed.format()))) {
            return;
        }
        if (shape.rank() != 2 || value != null && value.dtype() == DType.F64) {
            value = tensor().detach();
            return;
        }
        MatrixFormat own = packed != null ? packed.format() : own();
        Tensor before = packed != null ? values() : value.detach();
        packed = Packing.pack(path(), before, target(format, own));
        value = null;
    }

    /// The format of the values' type.
    private MatrixFormat own() {
        return switch (value.dtype()) {
            case BF16 -> MatrixFormat.BF16;
            case F16 -> MatrixFormat.F16;
            default -> MatrixFormat.F32;
        };
    }

    private MatrixFormat target(MatrixFormat wanted, MatrixFormat own) {
        if (wanted == null || wanted.isQuantized() && use == Use.TABLE) {
            return own;
        }
        boolean wholePairs = shape.dim(1) % 2 == 0; // files hold two numbers of INT4 a byte
        return wanted == MatrixFormat.INT4 && (use == Use.TABLE_AND_HEAD || !wholePairs) ? MatrixFormat.INT8 : wanted;
    }

    /// Learns again, from the very values it was frozen with; those of integers are their products with factors.
    public void unfreeze() {
        value = values().withGradient();
        packed = null;
    }

    /// The values in row-major order as F32 (or F64), whatever form they are kept in.
    public Tensor values() {
        needValues();
        if (packed != null) {
            return Packing.unpack(packed, backend);
        }
        return value.dtype().hasArithmetic()
                ? value.detach()
                : value.detach().cast(DType.F32).keep();
    }

    /// The integers and factors of a matrix that is frozen in INT8 or INT4.
    public Packing.Integers integers() {
        return Packing.integers(packed, backend);
    }

    @Override
    public String toString() {
        return path() + " " + shape + (packed != null ? " frozen " + packed.format() : "");
    }
}
