package io.blip2j.core.autograd;

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
