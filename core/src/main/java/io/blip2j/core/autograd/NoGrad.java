package io.blip2j.core.autograd;

import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import java.util.function.Supplier;

/// A scope in which operations are not remembered: `try (NoGrad _ = NoGrad.open()) { ... }`.
public final class NoGrad implements AutoCloseable {
    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private final int[] depth;
    private final int before;

    private NoGrad(int[] depth, int inside) {
        this.depth = depth;
        this.before = depth[0];
        depth[0] = inside;
    }

    /// Switches remembering off on this thread until the scope closes.
    public static NoGrad open() {
        int[] depth = DEPTH.get();
        return new NoGrad(depth, depth[0] + 1);
    }

    /// Runs a part of a model. Where nothing is remembered, the arrays it borrowed go back at once, all but its
    /// result's: a deep model needs the memory of one layer, not of all.
    public static Tensor keepingOnlyResult(Supplier<Tensor> part) {
        if (gradientsOn() || !Step.isOpen()) {
            return part.get();
        }
        try (Step step = Step.open()) {
            Tensor result = part.get();
            step.handOver(result.storage().buffer());
            return result;
        }
    }

    /// Switches remembering on again inside such a scope, for a part that is run again during backward.
    static NoGrad suspended() {
        return new NoGrad(DEPTH.get(), 0);
    }

    /// Whether operations on this thread are remembered.
    public static boolean gradientsOn() {
        return DEPTH.get()[0] == 0;
    }

    @Override
    public void close() {
        depth[0] = before;
    }
}
