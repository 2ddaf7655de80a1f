package io.blip2j.core.op.linear;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.backend.Kernels.Window;
import io.blip2j.core.op.Check;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// Two-dimensional cross-correlation with zero padding: patches as rows ([Unfold]) times kernels ([Linear]).
///
/// | tensor | shape |
/// |---|---|
/// | x | `[batch, channels, height, width]` |
/// | weight | `[out, channels/groups, kernelH, kernelW]` |
/// | bias | `[out]`, may be missing |
/// | y | `[batch, out, outH, outW]` |
///
/// Composed, so its gradients are those of its parts. **Source:** PyTorch `conv2d`.
public final class Conv2d {
    private Conv2d() {}

    /// The result of the doc above; strides, paddings, dilations are `{height, width}`.
    public static Tensor of(
            Tensor x, Tensor weight, Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
        Check.rank("conv2d", "x", x, 4);
        Check.rank("conv2d", "weight", weight, 4);
        if (x.dim(1) != weight.dim(1) * groups || weight.dim(0) % groups != 0) {
            throw new ShapeException(
                    "conv2d", "x " + x.shape() + " and weight " + weight.shape() + " do not fit " + groups + " groups");
        }
        Window window = new Window(
                weight.dim(2), weight.dim(3), stride[0], stride[1], padding[0], padding[1], dilation[0], dilation[1]);
        int in = weight.dim(1);
        int out = weight.dim(0) / groups;
        Tensor[] parts = new Tensor[groups];
        for (int g = 0; g < groups; g++) {
            Tensor patches =
                    Autograd.apply(new Unfold(window), x.slice(1, g * in, (g + 1) * in)); // [batch, places, in·kh·kw]
            Tensor kernels = weight.slice(0, g * out, (g + 1) * out).reshape(out, -1);
            Tensor offset = bias == null ? null : bias.slice(0, g * out, (g + 1) * out);
            parts[g] = Linear.of(patches, kernels, offset); // [batch, places, out/groups]
        }
        Tensor rows = groups == 1 ? parts[0] : Concat.of(2, parts);
        return rows.transpose(1, 2).reshape(x.dim(0), weight.dim(0), window.outH(x.dim(2)), window.outW(x.dim(3)));
    }
}
