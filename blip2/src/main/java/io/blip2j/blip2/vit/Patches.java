package io.blip2j.blip2.vit;

import io.blip2j.core.op.linear.Linear;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;

/// Patches of pictures, each projected: `y_p = weight · patch_p + bias`, a convolution whose windows do not overlap.
///
/// | tensor | shape |
/// |---|---|
/// | pixels | `[batch, channels, height, width]` |
/// | weight | `[hidden, channels, patch, patch]` |
/// | y | `[batch, patches, hidden]`, row by row of the grid |
///
/// Cutting the picture is a change of strides and one copy; the rest is one matrix product. What is left over at the
/// right and at the bottom is not looked at, as in a convolution.
///
/// **Source:** Dosovitskiy et al., arXiv 2010.11929, equation 1; transformers `Blip2VisionEmbeddings`.
final class Patches extends Module {
    private final Parameter weight;
    private final Parameter bias;
    private final int size;

    Patches(VisionConfig config, boolean withBias) {
        size = config.patchSize();
        weight = parameter("weight", config.hiddenSize(), config.channels(), size, size);
        bias = withBias ? parameter("bias", config.hiddenSize()) : null;
    }

    Tensor forward(Tensor pixels) {
        int channels = weight.shape().dim(1);
        if (pixels.rank() != 4 || pixels.dim(1) != channels || pixels.dim(2) < size || pixels.dim(3) < size) {
            throw new ShapeException(
                    "patches",
                    "pixels must be [batch, " + channels + ", height, width] of at least one patch of " + size
                            + ", got " + pixels.shape());
        }
        int rows = pixels.dim(2) / size;
        int columns = pixels.dim(3) / size;
        Tensor whole =
                pixels.slice(2, 0, rows * size).slice(3, 0, columns * size).contiguous();
        Tensor patches = whole.reshape(pixels.dim(0), channels, rows, size, columns, size)
                .permute(0, 2, 4, 1, 3, 5) // [batch, rows, columns, channels, patch, patch]
                .reshape(pixels.dim(0), rows * columns, channels * size * size);
        Tensor matrix = weight.tensor().reshape(weight.shape().dim(0), channels * size * size);
        return Linear.of(patches, matrix, bias == null ? null : bias.tensor()); // [batch, patches, hidden]
    }
}
