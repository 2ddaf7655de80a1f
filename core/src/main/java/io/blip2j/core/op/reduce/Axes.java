package io.blip2j.core.op.reduce;

import io.blip2j.core.backend.Reduction;
import io.blip2j.core.op.Check;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import java.util.Arrays;

/// Reduces over several axes with a kernel that knows one: the reduced axes are moved behind the others first, unless
/// they lie side by side already.
final class Axes {
    private Axes() {}

    /// Which axes are reduced, as flags; null means all.
    static boolean[] flags(String op, Shape shape, int[] axes) {
        boolean[] reduced = new boolean[shape.rank()];
        if (axes == null) {
            Arrays.fill(reduced, true);
            return reduced;
        }
        for (int axis : axes) {
            int resolved = shape.axis(op, axis);
            if (reduced[resolved]) {
                throw new ShapeException(op, "axis " + resolved + " occurs twice in " + Arrays.toString(axes));
            }
            reduced[resolved] = true;
        }
        return reduced;
    }

    /// The result's shape: reduced axes of size 1, or dropped.
    static Shape result(Shape shape, boolean[] reduced, boolean keepDim) {
        int[] dims = new int[shape.rank()];
        int count = 0;
        for (int i = 0; i < dims.length; i++) {
            if (!reduced[i]) {
                dims[count++] = shape.dim(i);
            } else if (keepDim) {
                dims[count++] = 1;
            }
        }
        return Shape.of(Arrays.copyOf(dims, count));
    }

    static Tensor reduce(String op, Reduction how, Tensor x, int[] axes, boolean keepDim) {
        Check.arithmetic(op, x);
        Shape shape = x.shape();
        boolean[] reduced = flags(op, shape, axes);
        if (how != Reduction.SUM) {
            for (int i = 0; i < reduced.length; i++) {
                if (reduced[i] && shape.dim(i) == 0) {
                    throw new ShapeException(op, "axis " + i + " of " + shape + " is empty: nothing to choose from");
                }
            }
        }
        int first = 0;
        while (first < reduced.length && !reduced[first]) {
            first++;
        }
        int end = first;
        while (end < reduced.length && reduced[end]) {
            end++;
        }
        Tensor from = x;
        int outer = shape.outer(first);
        int n = 1;
        for (int i = first; i < end; i++) {
            n *= shape.dim(i);
        }
        for (int i = end; i < reduced.length; i++) {
            if (reduced[i]) {
                from = x.permute(keptFirst(reduced));
                outer = result(shape, reduced, false).size();
                n = outer == 0 ? 0 : shape.size() / outer;
                break;
            }
        }
        int inner = n * outer == 0 ? 0 : shape.size() / (n * outer);
        Tensor y = x.empty(result(shape, reduced, keepDim));
        if (n == 0) {
            x.kernels().fill(y.operand(), 0);
        } else {
            x.kernels().reduce(how, from.contiguous().operand(), outer, n, inner, y.operand());
        }
        return y;
    }

    private static int[] keptFirst(boolean[] reduced) {
        int[] order = new int[reduced.length];
        int count = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < reduced.length; i++) {
                if (reduced[i] == (pass == 1)) {
                    order[count++] = i;
                }
            }
        }
        return order;
    }
}
