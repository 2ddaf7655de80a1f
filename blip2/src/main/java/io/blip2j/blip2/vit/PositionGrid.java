package io.blip2j.blip2.vit;

import io.blip2j.core.op.shape.Bicubic;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;

/// Position embeddings for a picture's grid: the table itself, or stretched to another grid.
///
/// | tensor | shape |
/// |---|---|
/// | table | `[1, 1 + grid², hidden]`, the class token first |
/// | result | `[1, 1 + rows·columns, hidden]` |
///
/// **Source:** `interpolate_pos_encoding` of transformers: bicubic over height and width, the class row kept. LAVIS
/// stretches EVA's table alike, CLIP's with aligned corners.
final class PositionGrid {
    private PositionGrid() {}

    static Tensor fit(Tensor table, VisionConfig config, int height, int width, boolean interpolate) {
        if (!interpolate) {
            if (height != config.imageSize() || width != config.imageSize()) {
                throw new ShapeException(
                        "vision",
                        "pictures are " + height + "x" + width + ", the model is for " + config.imageSize() + "x"
                                + config.imageSize() + ". Resize them, or ask for interpolated positions");
            }
            return table;
        }
        int rows = height / config.patchSize();
        int columns = width / config.patchSize();
        int side = config.grid();
        if (rows == side && columns == side) {
            return table;
        }
        int hidden = config.hiddenSize();
        Tensor grid = table.slice(1, 1, 1 + side * side)
                .reshape(1, side, side, hidden)
                .permute(0, 3, 1, 2); // [1, hidden, side, side]
        Tensor stretched = Bicubic.of(grid, rows, columns).permute(0, 2, 3, 1).reshape(1, rows * columns, hidden);
        return Concat.of(1, table.slice(1, 0, 1), stretched);
    }
}
