package io.blip2j.blip2.image;

import io.blip2j.core.InputException;
import java.nio.file.Path;

/// From a picture to what the image encoder sees: `x = (rescaleFactor * resize(picture) - mean) / std`.
///
/// | tensor         | shape                       |
/// |----------------|-----------------------------|
/// | `picture`      | `[anyHeight, anyWidth, 3]`  |
/// | `pixel_values` | `[3, height, width]`        |
///
/// The whole picture is resized to `height` x `width`; its aspect is not kept and nothing is cut off. Resizing ends
/// with whole levels ([PillowResize]), so every value comes from a table of 256 a channel.
///
/// ```java
/// ImageProcessor processor = ImageProcessor.read(folder);
/// float[] pixels = processor.pixelValues(PictureReader.upright().read(Path.of("cat.jpg")));
/// ```
///
/// **Source:** Hugging Face `BlipImageProcessorPil` (its torchvision twin resamples a little differently); LAVIS
/// `BlipImageEvalProcessor`. Defaults are those of the class, for what a file leaves out.
///
/// @param resize whether to resize at all; without it the picture keeps its own size
/// @param height rows of the result
/// @param width columns of the result
/// @param rescale whether levels are multiplied by `rescaleFactor`
/// @param rescaleFactor usually 1/255
/// @param normalize whether `mean` is subtracted and the difference divided by `std`
/// @param mean mean of each channel
/// @param std standard deviation of each channel
/// @param convertRgb kept for writing alone: a [Picture] always is RGB
public record ImageProcessor(
        boolean resize,
        int height,
        int width,
        boolean rescale,
        double rescaleFactor,
        boolean normalize,
        Channels mean,
        Channels std,
        boolean convertRgb) {

    /// One number for each of red, green and blue.
    public record Channels(double red, double green, double blue) {
        /// The number of a channel: 0 red, 1 green, 2 blue.
        public double get(int channel) {
            return switch (channel) {
                case 0 -> red;
                case 1 -> green;
                default -> blue;
            };
        }
    }

    /// Mean of CLIP's training pictures, which all BLIP-2 models use.
    public static final Channels CLIP_MEAN = new Channels(0.48145466, 0.4578275, 0.40821073);

    /// Their standard deviation.
    public static final Channels CLIP_STD = new Channels(0.26862954, 0.26130258, 0.27577711);

    /// The longest side of `pixel_values`.
    public static final int MAX_SIDE = 8192;

    /// Checks sizes and numbers; in error the message is about "image processor".
    public ImageProcessor {
        if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
            throw wrong("image processor", "size " + height + "x" + width, "1 to " + MAX_SIDE + " pixels a side");
        }
        if (!Double.isFinite(rescaleFactor) || rescaleFactor <= 0) {
            throw wrong("image processor", "rescale_factor " + rescaleFactor, "a number above 0, usually 1/255");
        }
        for (int c = 0; c < Picture.CHANNELS; c++) {
            if (!Double.isFinite(mean.get(c)) || !Double.isFinite(std.get(c)) || std.get(c) <= 0) {
                throw wrong(
                        "image processor",
                        "image_mean " + mean.get(c) + ", image_std " + std.get(c),
                        "finite numbers, image_std above 0");
            }
        }
    }

    /// The processor of a BLIP-2 model of square pictures, `size` pixels a side.
    public static ImageProcessor blip2(int size) {
        return new ImageProcessor(true, size, size, true, 1.0 / 255, true, CLIP_MEAN, CLIP_STD, true);
    }

    /// The processor of a model folder: the `image_processor` of its `processor_config.json`, else its
    /// `preprocessor_config.json`.
    public static ImageProcessor read(Path folder) {
        return ImageProcessorFiles.read(folder);
    }

    /// Writes `preprocessor_config.json` and `processor_config.json` as Hugging Face's `Blip2Processor` does.
    ///
    /// @param numQueryTokens how many image tokens the processor puts before a text
    public void write(Path folder, int numQueryTokens) {
        ImageProcessorFiles.write(this, folder, numQueryTokens);
    }

    /// The picture as the encoder sees it, before levels become numbers.
    public Picture resized(Picture picture) {
        return resize ? PillowResize.bicubic(picture, width, height) : picture;
    }

    /// The input of the image encoder, `[3, height, width]`.
    public float[] pixelValues(Picture picture) {
        Picture ready = resized(picture);
        float[] values = new float[Picture.CHANNELS * ready.height() * ready.width()];
        normalized(ready, values, 0);
        return values;
    }

    /// The same for one picture of a batch.
    ///
    /// @param out `[batch, 3, height, width]`
    /// @param offset where this picture's values begin
    public void pixelValues(Picture picture, float[] out, int offset) {
        normalized(resized(picture), out, offset);
    }

    /// Levels to numbers, without resizing: for pictures that already have the right size, such as a
    /// [TrainingView].
    ///
    /// @param out `[..., 3, picture height, picture width]`
    /// @param offset where this picture's values begin
    public void normalized(Picture picture, float[] out, int offset) {
        int pixels = picture.height() * picture.width();
        byte[] levels = picture.shared();
        for (int c = 0; c < Picture.CHANNELS; c++) {
            float[] table = table(c);
            int to = offset + c * pixels;
            for (int i = 0; i < pixels; i++) {
                out[to + i] = table[levels[Picture.CHANNELS * i + c] & 0xff];
            }
        }
    }

    /// The number that each level of a channel becomes.
    private float[] table(int channel) {
        float[] table = new float[256];
        for (int level = 0; level < table.length; level++) {
            double value = rescale ? level * rescaleFactor : level;
            table[level] = (float) (normalize ? (value - mean.get(channel)) / std.get(channel) : value);
        }
        return table;
    }

    static InputException wrong(String what, String found, String expected) {
        return new InputException(
                InputException.Kind.BAD,
                "CFG-IMAGE",
                what,
                found,
                expected,
                "Take preprocessor_config.json from the model's original folder.");
    }
}
