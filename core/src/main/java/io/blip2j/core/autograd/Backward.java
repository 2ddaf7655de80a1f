package io.blip2j.core.autograd;

import io.blip2j.core.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The walk from a result to the leaves: every node once, after all that used its result.
///
/// Iterative, so that a deep graph cannot overflow the stack. Gradients are added in the order of the walk, which
/// depends on the graph alone.
public final class Backward {
    private final Gradients leaves = new Gradients();

    private Backward() {}

    /// Gradients of `Σ result · upstream` for every leaf that `result` depends on.
    public static Gradients run(Tensor result, Tensor upstream) {
        if (!result.needsGradient()) {
            throw new IllegalStateException("backward: the tensor " + result.shape()
                    + " depends on nothing that wants a gradient. Mark a leaf with withGradient()");
        }
        try (NoGrad _ = NoGrad.open()) {
            Backward walk = new Backward();
            upstream.storage().buffer().hold(); // the caller's: never given back here
            walk.receive(result, upstream);
            if (result.node() != null) {
                InputGradients into = new InputGradients(walk);
                List<Node> order = inputsFirst(result.node());
                for (int i = order.size() - 1; i >= 0; i--) {
                    into.of(order.get(i));
                    order.get(i).runBackward(into);
                }
            }
            return walk.leaves;
        }
    }

    void receive(Tensor target, Tensor gradient) {
        if (target.node() != null) {
            target.node().addGradient(gradient);
        } else {
            leaves.add(target, gradient);
        }
    }

    /// `before + part`, counting who holds which array so that sums' parts go back to the pool at once.
    static Tensor sum(Tensor before, Tensor part) {
        Tensor sum = before == null ? part : before.add(part);
        sum.storage().buffer().hold();
        if (before != null) {
            before.storage().buffer().letGo("backward");
        }
        return sum;
    }

    /// Depth-first order in which every node stands after the nodes of its inputs.
    private static List<Node> inputsFirst(Node root) {
        record Frame(Node node, int[] next) {}
        List<Node> order = new ArrayList<>();
        ArrayDeque<Frame> stack = new ArrayDeque<>();
        root.visit();
        stack.push(new Frame(root, new int[1]));
        while (!stack.isEmpty()) {
            Frame frame = stack.peek();
            Tensor[] inputs = frame.node.inputs();
            if (frame.next[0] == inputs.length) {
                order.add(frame.node);
                stack.pop();
                continue;
            }
            Node input = inputs[frame.next[0]++].node();
            if (input != null && input.visit()) {
                stack.push(new Frame(input, new int[1]));
            }
        }
        return order;
    }
}
