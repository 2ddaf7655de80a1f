package io.blip2j.blip2;

import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import java.util.List;

/// Pictures as the encoder sees them.
final class Pixels {
    /// Pictures that are computed together: enough for weights to be read once for several, few enough for memory.
    static final int AT_ONCE = 8;

    private Pixels() {}

    /// `[images, 3, height, width]`.
    static Tensor of(List<Picture> pictures, ImageProcessor processor, Backend backend) {
        int each = Picture.CHANNELS * processor.height() * processor.width();
        float[] values = new float[pictures.size() * each];
        for (int i = 0; i < pictures.size(); i++) {
            processor.pixelValues(pictures.get(i), values, i * each);
        }
        return Tensor.of(backend, values, pictures.size(), Picture.CHANNELS, processor.height(), processor.width());
    }

    /// Whether positions have to be stretched: the processor makes pictures of another size than the encoder had.
    static boolean needsInterpolation(ImageProcessor processor, VisionConfig vision) {
        return processor.height() != vision.imageSize() || processor.width() != vision.imageSize();
    }
}
