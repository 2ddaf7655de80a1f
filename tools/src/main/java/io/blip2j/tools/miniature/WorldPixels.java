package io.blip2j.tools.miniature;

import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.train.ImageTokens;
import io.blip2j.core.parallel.Workers;
import io.blip2j.tools.world.Sample;
import io.blip2j.tools.world.WorldRandom;
import io.blip2j.tools.world.WorldSplit;
import java.util.ArrayList;
import java.util.List;

/// The pictures of a split, drawn once and kept as bytes, given out as pixel values.
public final class WorldPixels implements ImageTokens.Pixels {
    private final Sample[] samples;
    private final ImageProcessor processor;

    /// Draws all pictures of a split.
    public WorldPixels(WorldSplit split, ImageProcessor processor) {
        this.processor = processor;
        samples = new Sample[split.size()];
        int piece = 256;
        Workers.shared().forEach((samples.length + piece - 1) / piece, p -> {
            for (int i = p * piece; i < Math.min(samples.length, (p + 1) * piece); i++) {
                samples[i] = split.sample(i);
            }
        });
    }

    @Override
    public int size() {
        return samples.length;
    }

    /// A picture with all that is known of it.
    public Sample sample(int index) {
        return samples[index];
    }

    /// The picture as the image processor takes it.
    public Picture picture(int index) {
        int side = io.blip2j.tools.world.Picture.SIDE;
        return Picture.of(side, side, samples[index].rgb());
    }

    @Override
    public void write(int index, float[] into, int at) {
        processor.pixelValues(picture(index), into, at);
    }

    /// Pixel values of a picture whose pixels are shuffled inside each cell, in all cells alike.
    void writeShuffled(int index, float[] into, int at, WorldRandom random) {
        int side = io.blip2j.tools.world.Picture.SIDE;
        int cell = side / 3;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < cell * cell; i++) {
            order.add(i);
        }
        random.shuffle(order);
        byte[] rgb = samples[index].rgb();
        byte[] changed = new byte[rgb.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int from = order.get(y % cell * cell + x % cell);
                int source = (y / cell * cell + from / cell) * side + x / cell * cell + from % cell;
                System.arraycopy(rgb, 3 * source, changed, 3 * (y * side + x), 3);
            }
        }
        processor.pixelValues(Picture.of(side, side, changed), into, at);
    }

    /// Pixel values of a picture whose colour channels are permuted and perhaps inverted.
    void writeChanged(int index, float[] into, int at, int[] order, boolean inverted) {
        byte[] rgb = samples[index].rgb();
        byte[] changed = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += 3) {
            for (int c = 0; c < 3; c++) {
                int level = rgb[i + order[c]] & 0xFF;
                changed[i + c] = (byte) (inverted ? 255 - level : level);
            }
        }
        int side = io.blip2j.tools.world.Picture.SIDE;
        processor.pixelValues(Picture.of(side, side, changed), into, at);
    }
}
