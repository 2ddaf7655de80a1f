package io.blip2j.core.autograd;

import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// Where an operation's backward puts the gradients of its inputs. The one place that undoes broadcasting.
public final class InputGradients {
    private final Backward walk;
    private Tensor[] inputs;

    InputGradients(Backward walk) {
        this.walk = walk;
    }

    void of(Node node) {
        inputs = node.inputs();
    }

    /// Whether input `i` wants a gradient; work for one that does not is wasted.
    public boolean wants(int i) {
        return inputs[i].needsGradient();
    }

    /// Adds to the gradient of input `i`; a gradient of the broadcast shape is summed back to the input's.
    public void add(int i, Tensor gradient) {
        Tensor input = inputs[i];
        if (input.needsGradient()) {
            walk.receive(input, unbroadcast(gradient, input.shape()));
        }
    }

    /// Adds to the gradient of a leaf that is not an input but was reached inside ([Recompute]).
    void addLeaf(Tensor leaf, Tensor gradient) {
        walk.receive(leaf, gradient);
    }

    /// Sums over the axes along which a tensor of `shape` was repeated.
    static Tensor unbroadcast(Tensor gradient, Shape shape) {
        if (gradient.shape().equals(shape)) {
            return gradient;
        }
        int lead = gradient.shape().rank() - shape.rank();
        Tensor sum = gradient;
        for (int i = 0; i < lead; i++) {
            sum = sum.sum(0, false);
        }
        for (int i = 0; i < shape.rank(); i++) {
            if (shape.dim(i) == 1 && sum.shape().dim(i) != 1) {
                sum = sum.sum(i, true);
            }
        }
        return sum;
    }
}
