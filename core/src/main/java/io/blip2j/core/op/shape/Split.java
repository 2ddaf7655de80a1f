package io.blip2j.core.op.shape;

import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A tensor cut along an axis into views; composed of [Slice].
///
/// | tensor | shape |
/// |---|---|
/// | x | `[..., Σ n_i, ...]` |
/// | results | `[..., n_i, ...]` |
///
/// **Source:** PyTorch `split`, `chunk`.
public final class Split {
    private Split() {}

    /// Parts of the given sizes, whose sum is the axis's size.
    public static List<Tensor> of(Tensor x, int axis, int... sizes) {
        if (Arrays.stream(sizes).sum() != x.dim(axis)) {
            throw new ShapeException(
                    "split", "sizes " + Arrays.toString(sizes) + " do not add up to axis " + axis + " of " + x.shape());
        }
        List<Tensor> parts = new ArrayList<>(sizes.length);
        int at = 0;
        for (int size : sizes) {
            parts.add(x.slice(axis, at, at + size));
            at += size;
        }
        return parts;
    }

    /// Parts of one size, the last perhaps smaller.
    public static List<Tensor> every(Tensor x, int axis, int size) {
        List<Tensor> parts = new ArrayList<>();
        int n = x.dim(axis);
        for (int at = 0; at < n || parts.isEmpty(); at += size) {
            parts.add(x.slice(axis, at, Math.min(n, at + size)));
        }
        return parts;
    }

    /// At most `chunks` parts of size `ceil(n / chunks)`.
    public static List<Tensor> chunks(Tensor x, int axis, int chunks) {
        return every(x, axis, Math.max(1, (x.dim(axis) + chunks - 1) / chunks));
    }
}
