package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.InputGradients;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import java.util.List;

/// Tensors behind one another along an axis.
///
/// | tensor | shape |
/// |---|---|
/// | x0, x1, ... | `[..., n_i, ...]`, equal but for that axis |
/// | y, dy | `[..., Σ n_i, ...]` |
///
/// Backward: each input gets its slice of `dy`. Keeps the shapes.
///
/// **Source:** PyTorch `cat`, `stack`.
public record Concat(int axis) implements Op {
    /// Along an axis that all have.
    public static Tensor of(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new ShapeException("cat", "needs at least one tensor");
        }
        return Autograd.apply(new Concat(axis), parts);
    }

    /// Along a new axis: all shapes are equal.
    public static Tensor stack(int axis, List<Tensor> parts) {
        Shape shape = parts.getFirst().shape();
        int at = shape.insert(0, 1).axis("stack", axis);
        Tensor[] raised = new Tensor[parts.size()];
        for (int i = 0; i < raised.length; i++) {
            if (!parts.get(i).shape().equals(shape)) {
                throw new ShapeException(
                        "stack",
                        "shapes differ: " + shape + " and " + parts.get(i).shape());
            }
            raised[i] = parts.get(i).unsqueeze(at);
        }
        return of(at, raised);
    }

    @Override
    public Tensor forward(Tensor[] parts, Saved saved) {
        Shape first = parts[0].shape();
        int along = first.axis("cat", axis);
        int total = 0;
        for (Tensor part : parts) {
            if (part.rank() != first.rank() || !part.shape().with(along, 0).equals(first.with(along, 0))) {
                throw new ShapeException(
                        "cat", "shapes differ outside axis " + along + ": " + first + " and " + part.shape());
            }
            if (part.dtype() != parts[0].dtype()) {
                throw new ShapeException("cat", "types differ: " + parts[0].dtype() + " and " + part.dtype());
            }
            total += part.dim(along);
        }
        Tensor y = parts[0].empty(first.with(along, total));
        int at = 0;
        for (Tensor part : parts) {
            Tensor place = y.view(y.layout().slice(along, at, at + part.dim(along), 1));
            part.kernels().copy(part.operand(), place.operand());
            at += part.dim(along);
        }
        return y;
    }

    @Override
    public void backward(Tensor dy, Saved saved, InputGradients into) {
        int at = 0;
        for (int i = 0; i < saved.inputs(); i++) {
            int n = saved.shape(i).dim(axis);
            if (into.wants(i)) {
                into.add(i, dy.slice(axis, at, at + n));
            }
            at += n;
        }
    }
}
