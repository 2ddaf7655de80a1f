package io.blip2j.core.autograd;

import io.blip2j.core.op.Op;
import io.blip2j.core.tensor.Tensor;

/// One remembered operation: what it was, on which tensors, and what it saved.
public final class Node {
    private final Op op;
    private final Tensor[] inputs;
    private final Saved saved;
    private Tensor gradient;
    private boolean visited;
    private boolean done;

    Node(Op op, Tensor[] inputs, Saved saved) {
        this.op = op;
        this.inputs = inputs;
        this.saved = saved;
    }

    /// The operation.
    public Op op() {
        return op;
    }

    Tensor[] inputs() {
        return inputs;
    }

    /// Marks the node as seen by the walk.
    /// @return whether it was new
    boolean visit() {
        if (done) {
            throw new IllegalStateException("backward: this graph was walked already and what " + op.name()
                    + " saved is released. Run the forward pass again");
        }
        boolean first = !visited;
        visited = true;
        return first;
    }

    void addGradient(Tensor part) {
        gradient = Backward.sum(gradient, part);
    }

    /// Runs the operation's backward on the gradient gathered so far and lets go of everything.
    void runBackward(InputGradients into) {
        done = true;
        if (gradient != null) {
            op.backward(gradient, saved, into);
            gradient.storage().buffer().letGo(op.name());
            gradient = null;
        }
        saved.release();
    }
}
