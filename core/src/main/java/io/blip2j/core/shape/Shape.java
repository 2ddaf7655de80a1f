package io.blip2j.core.shape;

import java.util.Arrays;

/// Sizes of a tensor's axes, outermost first: `[batch, seq, hidden]`. Immutable.
///
/// An axis may have size 0 (an empty tensor); a shape without axes is a scalar with one element.
public final class Shape {
    /// The shape of a scalar.
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims) {
        this.dims = dims;
        long count = 1;
        for (int dim : dims) {
            if (dim < 0) {
                throw new ShapeException("shape", "sizes must not be negative, got " + Arrays.toString(dims));
            }
            count *= dim;
            if (count > Integer.MAX_VALUE - 64) {
                throw new ShapeException(
                        "shape", "a tensor has at most 2^31 - 65 elements, got " + Arrays.toString(dims));
            }
        }
        this.size = (int) count;
    }

    /// A shape of these sizes.
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /// Number of axes.
    public int rank() {
        return dims.length;
    }

    /// Number of elements, the product of all sizes.
    public int size() {
        return size;
    }

    /// Size of an axis; negative axes count from the end.
    public int dim(int axis) {
        return dims[axis("dim", axis)];
    }

    /// A copy of the sizes.
    public int[] dims() {
        return dims.clone();
    }

    /// Turns an axis that may be negative into one of `0 .. rank-1`, or says that it is out of range.
    public int axis(String operation, int axis) {
        int resolved = axis < 0 ? axis + dims.length : axis;
        if (resolved < 0 || resolved >= dims.length) {
            throw new ShapeException(
                    operation,
                    "axis " + axis + " is out of range for shape " + this + ", which has " + dims.length + " axes");
        }
        return resolved;
    }

    /// The sizes before `axis` multiplied: how many blocks an operation along `axis` repeats over.
    public int outer(int axis) {
        int product = 1;
        for (int i = 0; i < axis; i++) {
            product *= dims[i];
        }
        return product;
    }

    /// The sizes after `axis` multiplied.
    public int inner(int axis) {
        int product = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            product *= dims[i];
        }
        return product;
    }

    /// This shape with the size of one axis replaced.
    public Shape with(int axis, int dim) {
        int[] changed = dims.clone();
        changed[axis("with", axis)] = dim;
        return new Shape(changed);
    }

    /// This shape without one axis.
    public Shape without(int axis) {
        int gone = axis("without", axis);
        int[] rest = new int[dims.length - 1];
        System.arraycopy(dims, 0, rest, 0, gone);
        System.arraycopy(dims, gone + 1, rest, gone, rest.length - gone);
        return new Shape(rest);
    }

    /// This shape with a new axis of size `dim` put before `axis` (at the end where `axis` equals the rank).
    public Shape insert(int axis, int dim) {
        int[] more = new int[dims.length + 1];
        System.arraycopy(dims, 0, more, 0, axis);
        more[axis] = dim;
        System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
        return new Shape(more);
    }

    /// The shape that both broadcast to (NumPy's rule: align at the end, sizes are equal or one of them is 1).
    public static Shape broadcast(String operation, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int x = i <= a.rank() ? a.dims[a.rank() - i] : 1;
            int y = i <= b.rank() ? b.dims[b.rank() - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException(
                        operation,
                        "shapes " + a + " and " + b + " do not broadcast: sizes " + x + " and " + y + " at axis -" + i
                                + ". Sizes must be equal, or one of them 1");
            }
            dims[rank - i] = x == 1 ? y : x;
        }
        return new Shape(dims);
    }

    /// Row-major strides: the last axis has stride 1.
    public int[] contiguousStrides() {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, dims[i]);
        }
        return strides;
    }

    /// Sizes with one `-1` filled in so that the product is this shape's size.
    public Shape infer(int... sizes) {
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1) {
                if (unknown >= 0) {
                    throw new ShapeException("reshape", "only one size may be -1, got " + Arrays.toString(sizes));
                }
                unknown = i;
            } else {
                known *= sizes[i];
            }
        }
        int[] dims = sizes.clone();
        if (unknown >= 0) {
            if (known == 0 || size % known != 0) {
                throw new ShapeException(
                        "reshape",
                        "cannot infer -1 in " + Arrays.toString(sizes) + " from " + this + " with " + size
                                + " elements");
            }
            dims[unknown] = (int) (size / known);
        }
        Shape result = new Shape(dims);
        if (result.size != size) {
            throw new ShapeException("reshape", this + " has " + size + " elements, " + result + " has " + result.size);
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /// As in messages: `[2, 32, 768]`.
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
