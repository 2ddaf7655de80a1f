package io.blip2j.core.op.shape;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.UnaryOp;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;

/// Bicubic interpolation to `height × width`: `a = -0.75`, half-pixel centres, edges clamped, no antialiasing.
///
/// | tensor | shape |
/// |---|---|
/// | x, dx | `[batch, channels, h, w]` |
/// | y, dy | `[batch, channels, height, width]` |
///
/// Backward: the transpose of the same weights. Keeps the shape.
///
/// **Source:** PyTorch `interpolate(mode="bicubic", align_corners=False)`: how position embeddings fit another
/// resolution. The picture's own resize is another one (Pillow's).
public record Bicubic(int height, int width) implements UnaryOp {
    /// The result of the doc above.
    public static Tensor of(Tensor x, int height, int width) {
        return Autograd.apply(new Bicubic(height, width), x);
    }

    @Override
    public Tensor forward(Tensor x, Saved saved) {
        Check.arithmetic("interpolate_bicubic", x);
        Check.rank("interpolate_bicubic", "x", x, 4);
        saved.note(x.shape());
        Tensor y = x.empty(Shape.of(x.dim(0), x.dim(1), height, width));
        x.kernels().bicubic(x.contiguous().operand(), y.operand());
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Saved saved) {
        Tensor dx = dy.empty((Shape) saved.note());
        dy.kernels().bicubicGradient(dy.contiguous().operand(), dx.operand());
        return dx;
    }
}
