package io.blip2j.blip2.image;

import io.blip2j.core.InputException;
import java.util.function.DoubleSupplier;

/// LAVIS's training view of a picture: a random box of it, resized to a square, mirrored half of the time.
///
/// A box of `scale` of the area and an aspect of `ratio`, drawn evenly in its logarithm, is tried up to ten times;
/// a picture too narrow for all of them gives its middle. The random numbers come from outside, so a view is a
/// function of them; they are taken in the order area, aspect (again until a box fits), row, column, mirror.
///
/// **Source:** LAVIS `Blip2ImageTrainProcessor`: torchvision `RandomResizedCrop(size, scale, bicubic)` and
/// `RandomHorizontalFlip`. Torch's stream of random numbers is not reproduced.
///
/// @param minScale least part of the area
/// @param maxScale greatest part of the area
/// @param minRatio least width over height
/// @param maxRatio greatest width over height
public record TrainingView(double minScale, double maxScale, double minRatio, double maxRatio) {
    private static final int TRIES = 10;

    /// Where a view looks, and whether it is mirrored.
    public record Box(int top, int left, int height, int width, boolean flip) {}

    /// Half to all of the area, aspects of 3:4 to 4:3: what BLIP-2 was trained with.
    public static TrainingView blip2() {
        return new TrainingView(0.5, 1, 3.0 / 4, 4.0 / 3);
    }

    /// Checks that both are ranges of positive numbers.
    public TrainingView {
        boolean scales = 0 < minScale && minScale <= maxScale && maxScale <= 1;
        if (!scales || !(0 < minRatio && minRatio <= maxRatio && maxRatio < Double.POSITIVE_INFINITY)) {
            throw new InputException(
                    InputException.Kind.CONFIG,
                    "CFG-IMAGE",
                    "training view",
                    "scale " + minScale + " to " + maxScale + ", ratio " + minRatio + " to " + maxRatio,
                    "0 < least <= greatest, scale at most 1",
                    "Correct the recipe.");
        }
    }

    /// Draws a box of a picture of this size.
    ///
    /// @param random numbers in `[0, 1)`
    public Box draw(int height, int width, DoubleSupplier random) {
        double area = (double) height * width;
        double logLow = Math.log(minRatio);
        double logHigh = Math.log(maxRatio);
        for (int i = 0; i < TRIES; i++) {
            double target = area * (minScale + (maxScale - minScale) * random.getAsDouble());
            double ratio = Math.exp(logLow + (logHigh - logLow) * random.getAsDouble());
            // Python's round: halves to even.
            int w = (int) Math.rint(Math.sqrt(target * ratio));
            int h = (int) Math.rint(Math.sqrt(target / ratio));
            if (0 < w && w <= width && 0 < h && h <= height) {
                int top = (int) (random.getAsDouble() * (height - h + 1));
                int left = (int) (random.getAsDouble() * (width - w + 1));
                return new Box(top, left, h, w, random.getAsDouble() < 0.5);
            }
        }
        double aspect = (double) width / height;
        int w = aspect > maxRatio ? (int) Math.rint(height * maxRatio) : width;
        int h = aspect < minRatio ? (int) Math.rint(width / minRatio) : height;
        w = Math.clamp(w, 1, width);
        h = Math.clamp(h, 1, height);
        return new Box((height - h) / 2, (width - w) / 2, h, w, random.getAsDouble() < 0.5);
    }

    /// The view through a box: cut, resized alone (pixels around it have no influence), mirrored.
    ///
    /// @param size columns and rows of the result
    public static Picture through(Box box, Picture picture, int size) {
        return through(box, picture, size, size);
    }

    /// The same for a result that is not square.
    public static Picture through(Box box, Picture picture, int height, int width) {
        Picture cut = picture.crop(box.top(), box.left(), box.height(), box.width());
        Picture view = PillowResize.bicubic(cut, width, height);
        return box.flip() ? view.flip() : view;
    }
}
