package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.tensor.Tensor;
import java.util.Arrays;

/// Axes in another order, a view: axis `i` of `y` is axis `order[i]` of `x`.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[d0, d1, ...]` |
/// | y, dy | `[d_order[0], d_order[1], ...]` |
///
/// Backward: `dy` in the inverse order. Keeps nothing.
///
/// **Source:** PyTorch `permute`, `transpose`.
public record Permute(int... order) implements UnaryOp {
    /// Two axes swapped.
    public static Tensor swap(Tensor x, int a, int b) {
        int i = x.shape().axis("transpose", a);
        int j = x.shape().axis("transpose", b);
        int[] order = new int[x.rank()];
        Arrays.setAll(order, k -> k == i ? j : k == j ? i : k);
        return Autograd.apply(new Permute(order), x);
    }

    @Override
    public Tensor forward(Tensor x, Saved saved) {
        return x.view(x.layout().permute(order));
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i] < 0 ? order[i] + order.length : order[i]] = i;
        }
        return dy.permute(inverse);
    }
}
