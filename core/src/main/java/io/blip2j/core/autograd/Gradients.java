package io.blip2j.core.autograd;

import io.blip2j.core.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/// What backward returns: for each leaf that the result depends on, its gradient. Applied by an optimiser, never
/// stored in the leaves.
public final class Gradients {
    private final Map<Tensor, Tensor> byLeaf = new IdentityHashMap<>();

    /// Gradient of a leaf, or null if the result does not depend on it.
    public Tensor get(Tensor leaf) {
        return byLeaf.get(leaf);
    }

    /// The leaves that have a gradient, in no particular order.
    public Set<Tensor> leaves() {
        return byLeaf.keySet();
    }

    /// Adds a gradient to what is there for a leaf: sums of micro-batches and of shards use this too.
    public void add(Tensor leaf, Tensor gradient) {
        byLeaf.put(leaf, Backward.sum(byLeaf.get(leaf), gradient));
    }

    /// Adds all of another backward's gradients.
    public void addAll(Gradients others) {
        others.byLeaf.forEach(this::add);
    }
}
