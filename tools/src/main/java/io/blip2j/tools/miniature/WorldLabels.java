package io.blip2j.tools.miniature;

import io.blip2j.blip2.towers.TrainVisionTower;
import io.blip2j.blip2.train.Shuffle;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.tools.world.PatchLabels;
import io.blip2j.tools.world.WorldRandom;

/// Pictures with labels of their cells, for the encoder's own training.
///
/// Half of every batch has its colours changed (channels permuted, perhaps inverted) and no colour labels; a
/// quarter has the pixels inside each cell shuffled and no labels of shape and size. So the encoder learns shape
/// and colour apart, and knows both in combinations that it never saw.
public final class WorldLabels {
    /// Classes of the patch heads: color, shape, size, row, column.
    public static final int[] HEADS = {
        PatchLabels.COLORS, PatchLabels.SHAPES, PatchLabels.SIZES, PatchLabels.ROWS, PatchLabels.ROWS
    };

    private static final int[][] PERMUTATIONS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    private static final long IGNORE = -100;

    private final WorldPixels pictures;
    private final Shuffle shuffle;
    private final Backend backend;
    private final long seed;
    private final int batch;

    public WorldLabels(WorldPixels pictures, Backend backend, long seed, int batch) {
        this.pictures = pictures;
        this.backend = backend;
        this.seed = seed;
        this.batch = batch;
        this.shuffle = new Shuffle(pictures.size(), seed, "vision");
    }

    /// The batch of a step.
    public TrainVisionTower.Batch at(int step) {
        int side = io.blip2j.tools.world.Picture.SIDE;
        int plane = side * side;
        int[] samples = shuffle.batch(step, batch);
        float[] pixels = new float[batch * 3 * plane];
        long[][] labels = new long[HEADS.length][batch * PatchLabels.CELLS];
        long[] counts = new long[batch];
        WorldRandom random = new WorldRandom(seed, "colors", step);
        for (int i = 0; i < batch; i++) {
            boolean changed = i % 2 == 1;
            boolean shuffled = i % 4 == 2;
            if (shuffled) {
                pictures.writeShuffled(samples[i], pixels, i * 3 * plane, random);
            } else if (changed) {
                pictures.writeChanged(
                        samples[i], pixels, i * 3 * plane, PERMUTATIONS[random.nextInt(6)], random.chance(0.5));
            } else {
                pictures.write(samples[i], pixels, i * 3 * plane);
            }
            PatchLabels of = PatchLabels.of(pictures.sample(samples[i]).scene());
            counts[i] = of.count();
            for (int cell = 0; cell < PatchLabels.CELLS; cell++) {
                int at = i * PatchLabels.CELLS + cell;
                labels[0][at] = changed ? IGNORE : of.color(cell);
                labels[1][at] = shuffled ? IGNORE : of.shape(cell);
                labels[2][at] = shuffled ? IGNORE : of.size(cell);
                labels[3][at] = PatchLabels.row(cell);
                labels[4][at] = PatchLabels.column(cell);
            }
        }
        return new TrainVisionTower.Batch(Tensor.of(backend, pixels, batch, 3, side, side), labels, counts);
    }
}
