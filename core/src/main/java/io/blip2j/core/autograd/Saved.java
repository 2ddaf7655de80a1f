package io.blip2j.core.autograd;

import io.blip2j.core.memory.Buffer;
import io.blip2j.core.op.Op;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Exactly what an operation keeps for its backward. Where no gradient is wanted, it keeps nothing.
public final class Saved {
    private final Op op;
    private final boolean[] needs;
    private final Shape[] shapes;
    private final List<Tensor> tensors;
    private final List<Integer> versions;
    private final List<Buffer> held;
    private final Tensor[] inputs;
    private Object note;

    Saved(Op op, Tensor[] inputs) {
        this.op = op;
        this.inputs = inputs;
        needs = new boolean[inputs.length];
        shapes = new Shape[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            needs[i] = inputs[i].needsGradient();
            shapes[i] = inputs[i].shape();
        }
        tensors = new ArrayList<>(3);
        versions = new ArrayList<>(3);
        held = new ArrayList<>(3);
    }

    private Saved(Op op) {
        this.op = op;
        needs = null;
        shapes = null;
        tensors = null;
        versions = null;
        held = null;
        inputs = null;
    }

    static Saved nothing(Op op) {
        return new Saved(op);
    }

    /// Whether backward will come at all.
    public boolean recording() {
        return needs != null;
    }

    /// Whether input `i` wants a gradient, so that its partner is worth keeping.
    public boolean needs(int i) {
        return needs != null && i < needs.length && needs[i];
    }

    /// How many inputs there were.
    public int inputs() {
        return shapes.length;
    }

    /// Shape of input `i`.
    public Shape shape(int i) {
        return shapes[i];
    }

    /// Keeps a tensor; [#get] finds it by the order of these calls.
    public Tensor keep(Tensor tensor) {
        if (needs != null) {
            Tensor plain = tensor.detach();
            tensors.add(plain);
            versions.add(plain.storage().version());
            plain.storage().buffer().hold();
            if (!isLeafInput(plain)) {
                held.add(plain.storage().buffer());
            }
        }
        return tensor;
    }

    /// Leaves belong to whoever made them: backward never gives their arrays back. What looks like one may be another
    /// node's result, detached; held for good, it outlives that node.
    private boolean isLeafInput(Tensor tensor) {
        for (Tensor input : inputs) {
            if (input.node() == null && input.storage() == tensor.storage()) {
                return true;
            }
        }
        return false;
    }

    /// The `i`-th kept tensor.
    /// @throws IllegalStateException if it was changed in place since
    public Tensor get(int i) {
        Tensor tensor = tensors.get(i);
        if (tensor.storage().version() != versions.get(i)) {
            throw new IllegalStateException(op.name() + ": a tensor " + tensor.shape()
                    + " that it saved was changed in place before backward. Step the optimiser after backward");
        }
        return tensor;
    }

    /// Keeps anything else that is not a tensor.
    public void note(Object value) {
        note = value;
    }

    /// What [#note(Object)] kept.
    public Object note() {
        return note;
    }

    void release() {
        for (Buffer buffer : held) {
            buffer.letGo(op.name());
        }
        held.clear();
        tensors.clear();
    }
}
