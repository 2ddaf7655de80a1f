package io.blip2j.blip2.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;

/// Listens to a decoder: its first complaint about the pixels, and how far it came.
final class Complaints implements IIOReadWarningListener, IIOReadProgressListener {
    private String first;
    private float percent;

    /// The first warning that is about pixels, or null.
    String first() {
        return first;
    }

    /// How much of the frame was decoded, 0..100.
    float percent() {
        return percent;
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        // Bytes between segments are skipped by every decoder, a GIF may have no colours, and profiles are not
        // used.
        boolean harmless = warning.contains("extraneous bytes")
                || warning.contains("default color table")
                || warning.contains("ICC");
        if (first == null && !harmless) {
            first = warning;
        }
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        percent = Math.max(percent, percentageDone);
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}
}
