package io.blip2j.blip2.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/// Small picture files.
final class Pictures {
    private Pictures() {}

    static byte[] png(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0x010203 * (7 * x + 11 * y + width));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return out.toByteArray();
    }

    /// A data set of numbered pictures, every `broken`-th of them cut short; 0: none.
    static DataSet set(Path folder, String name, int count, int broken) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] png = png(20 + i % 7, 20 + i % 5);
            Path file = folder.resolve(name + i + ".png");
            boolean cut = broken > 0 && i % broken == broken - 1;
            Files.write(file, cut ? java.util.Arrays.copyOf(png, 40) : png);
            samples.add(Sample.captions(name + i, new PictureBytes.InFile(file), name + i, List.of("a " + i)));
        }
        return new DataSet(name, DataFormat.FOLDER, samples, List.of());
    }
}
