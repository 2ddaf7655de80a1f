package io.blip2j.core.shape;

import java.util.Arrays;

/// How a view walks through an array: element `(i0, i1, ...)` lies at `offset + i0·stride0 + i1·stride1 + ...`.
///
/// A stride may be 0 (a broadcast axis) but never negative. Views never copy: they are new layouts.
public final class Layout {
    private final Shape shape;
    private final int[] strides;
    private final int offset;
    private final boolean contiguous;

    private Layout(Shape shape, int[] strides, int offset) {
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.contiguous = isRowMajor(shape, strides);
    }

    /// Row-major layout from element 0.
    public static Layout contiguous(Shape shape) {
        return new Layout(shape, shape.contiguousStrides(), 0);
    }

    /// A layout with given strides.
    public static Layout of(Shape shape, int[] strides, int offset) {
        return new Layout(shape, strides.clone(), offset);
    }

    private static boolean isRowMajor(Shape shape, int[] strides) {
        int expected = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            int dim = shape.dim(i);
            if (dim != 1 && strides[i] != expected) {
                return false;
            }
            expected *= Math.max(1, dim);
        }
        return true;
    }

    public Shape shape() {
        return shape;
    }

    /// Place of the first element in the array.
    public int offset() {
        return offset;
    }

    /// Distance between neighbours along an axis; negative axes count from the end.
    public int stride(int axis) {
        return strides[shape.axis("stride", axis)];
    }

    /// A copy of all strides.
    public int[] strides() {
        return strides.clone();
    }

    /// Whether the elements lie in row-major order without gaps from [#offset()].
    public boolean isContiguous() {
        return contiguous;
    }

    /// Two axes swapped.
    public Layout transpose(int a, int b) {
        int i = shape.axis("transpose", a);
        int j = shape.axis("transpose", b);
        int[] order = new int[shape.rank()];
        Arrays.setAll(order, k -> k);
        order[i] = j;
        order[j] = i;
        return permute(order);
    }

    /// Axes in a new order.
    public Layout permute(int... order) {
        int rank = shape.rank();
        if (order.length != rank) {
            throw new ShapeException(
                    "permute", "needs " + rank + " axes for shape " + shape + ", got " + Arrays.toString(order));
        }
        int[] dims = new int[rank];
        int[] newStrides = new int[rank];
        boolean[] used = new boolean[rank];
        for (int i = 0; i < rank; i++) {
            int from = shape.axis("permute", order[i]);
            if (used[from]) {
                throw new ShapeException("permute", "axis " + from + " occurs twice in " + Arrays.toString(order));
            }
            used[from] = true;
            dims[i] = shape.dim(from);
            newStrides[i] = strides[from];
        }
        return new Layout(Shape.of(dims), newStrides, offset);
    }

    /// Elements `start, start + step, ...` before `stop` of an axis, as Python's slice with a positive step.
    public Layout slice(int axis, int start, int stop, int step) {
        int i = shape.axis("slice", axis);
        if (step < 1) {
            throw new ShapeException("slice", "step must be at least 1, got " + step);
        }
        int n = shape.dim(i);
        int from = Math.clamp(start < 0 ? start + n : start, 0, n);
        int to = Math.clamp(stop < 0 ? stop + n : stop, from, n);
        int[] newStrides = strides.clone();
        newStrides[i] = strides[i] * step;
        int count = (to - from + step - 1) / step;
        return new Layout(shape.with(i, count), newStrides, offset + from * strides[i]);
    }

    /// One index of an axis; the axis goes away.
    public Layout select(int axis, int index) {
        int i = shape.axis("select", axis);
        int n = shape.dim(i);
        int at = index < 0 ? index + n : index;
        if (at < 0 || at >= n) {
            throw new ShapeException("select", "index " + index + " is out of range for axis " + axis + " of " + shape);
        }
        int[] rest = new int[strides.length - 1];
        System.arraycopy(strides, 0, rest, 0, i);
        System.arraycopy(strides, i + 1, rest, i, rest.length - i);
        return new Layout(shape.without(i), rest, offset + at * strides[i]);
    }

    /// Axes of size 1 repeated, and new axes put in front, without copying; -1 keeps a size.
    public Layout expand(int... sizes) {
        int lead = sizes.length - shape.rank();
        if (lead < 0) {
            throw new ShapeException("expand", "cannot expand " + shape + " to fewer axes: " + Arrays.toString(sizes));
        }
        int[] dims = new int[sizes.length];
        int[] newStrides = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            int own = i < lead ? 1 : shape.dim(i - lead);
            int wanted = sizes[i] == -1 && i >= lead ? own : sizes[i];
            if (wanted < 0 || own != 1 && own != wanted) {
                throw new ShapeException(
                        "expand", "cannot expand " + shape + " to " + Arrays.toString(sizes) + " at axis " + i);
            }
            dims[i] = wanted;
            newStrides[i] = own == wanted && i >= lead ? strides[i - lead] : 0;
        }
        return new Layout(Shape.of(dims), newStrides, offset);
    }

    /// This layout broadcast to a shape that it fits.
    public Layout broadcastTo(Shape target) {
        return shape.equals(target) ? this : expand(target.dims());
    }

    /// The same elements under another shape, or null where that needs a copy.
    public Layout reshape(Shape target) {
        if (contiguous) {
            return new Layout(target, target.contiguousStrides(), offset);
        }
        int[] newStrides = new int[target.rank()];
        return matchStrides(target, newStrides) ? new Layout(target, newStrides, offset) : null;
    }

    /// Walks both shapes in groups of axes with equal products; inside a group the old axes must lie row-major.
    private boolean matchStrides(Shape target, int[] newStrides) {
        if (shape.size() == 0) {
            System.arraycopy(target.contiguousStrides(), 0, newStrides, 0, newStrides.length);
            return true;
        }
        int from = 0;
        int to = 0;
        while (from < shape.rank() || to < target.rank()) {
            int fromEnd = from;
            int toEnd = to;
            long fromSize = fromEnd < shape.rank() ? shape.dim(fromEnd++) : 1;
            long toSize = toEnd < target.rank() ? target.dim(toEnd++) : 1;
            while (fromSize != toSize) {
                if (fromSize < toSize) {
                    fromSize *= shape.dim(fromEnd++);
                } else {
                    toSize *= target.dim(toEnd++);
                }
            }
            int inner = 0;
            int expected = -1;
            for (int i = fromEnd - 1; i >= from; i--) {
                if (shape.dim(i) == 1) {
                    continue;
                }
                if (expected >= 0 && strides[i] != expected) {
                    return false;
                }
                inner = expected < 0 ? strides[i] : inner;
                expected = strides[i] * shape.dim(i);
            }
            int stride = inner;
            for (int i = toEnd - 1; i >= to; i--) {
                newStrides[i] = stride;
                stride *= target.dim(i);
            }
            from = fromEnd;
            to = toEnd;
        }
        return true;
    }

    @Override
    public String toString() {
        return shape + " strides " + Arrays.toString(strides) + " offset " + offset;
    }
}
