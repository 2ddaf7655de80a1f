package io.blip2j.blip2.data;

import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.image.TrainingView;
import io.blip2j.core.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Batches of pictures for training, read, cut out and mirrored at random on background threads.
///
/// A picture that cannot be read is replaced by that of the next sample, so that a batch is full and is a
/// function of its number; the bad one is counted and listed.
///
/// **Source:** LAVIS's training transform ([TrainingView]); LAVIS leaves out bad samples, its batches then are
/// shorter.
public final class PictureFeed implements AutoCloseable {
    private static final int LONGEST_ROW = 1000;
    private static final long MOST_KEPT =
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final Mixture mixture;
    private final ImageProcessor processor;
    private final TrainingView view;
    private final PictureReader reader = PictureReader.asStored();
    private final Map<String, Picture> kept = new ConcurrentHashMap<>();
    private final AtomicLong keptBytes = new AtomicLong();
    private final BadSamples bad;
    private final long seed;
    private final int batch;
    private final int threads;
    private Loader<View> loader;
    private long nextPlace;
    private double waited;

    /// A batch of views.
    ///
    /// @param samples their numbers in the mixture
    /// @param epochs how often each one's set was gone through before
    /// @param pixels `[batch, 3, height, width]`
    public record Batch(int[] samples, int[] epochs, float[] pixels) {}

    /// One sample's view.
    private record View(int sample, int epoch, float[] pixels, List<BadSample> bad) {}

    /// @param mixture which samples come
    /// @param view how they are cut out, or null for the whole picture
    /// @param processor their size, mean and deviation
    /// @param bad is told of each sample
    /// @param batch samples a batch
    /// @param threads that read
    public PictureFeed(
            Mixture mixture,
            TrainingView view,
            ImageProcessor processor,
            BadSamples bad,
            long seed,
            int batch,
            int threads) {
        this.mixture = mixture;
        this.view = view;
        this.processor = processor;
        this.bad = bad;
        this.seed = seed;
        this.batch = batch;
        this.threads = threads;
    }

    /// A batch by its number; asking for the one after the last one asked for is what is prepared.
    /// @throws InputException if there are too many bad samples
    public Batch at(int step) {
        long place = (long) step * batch;
        if (loader == null || place != nextPlace) {
            start(place);
        }
        int each = Picture.CHANNELS * processor.height() * processor.width();
        Batch result = new Batch(new int[batch], new int[batch], new float[batch * each]);
        for (int i = 0; i < batch; i++) {
            View one = loader.next();
            one.bad().forEach(bad::bad);
            bad.good();
            result.samples()[i] = one.sample();
            result.epochs()[i] = one.epoch();
            System.arraycopy(one.pixels(), 0, result.pixels(), i * each, each);
            nextPlace++;
            if (nextPlace % mixture.size() == 0) {
                bad.endOfEpoch();
            }
        }
        return result;
    }

    /// Seconds that training waited for pictures.
    public double waitedSeconds() {
        return waited + (loader == null ? 0 : loader.waitedSeconds());
    }

    private void start(long place) {
        close();
        nextPlace = place;
        loader = new Loader<>(place, threads, 2 * Math.max(batch, threads), number -> {
            Mixture.Place drawn = mixture.at(number);
            return () -> view(drawn);
        });
    }

    private View view(Mixture.Place place) {
        List<BadSample> failed = new ArrayList<>();
        for (int i = 0; i < Math.min(LONGEST_ROW, mixture.size()); i++) {
            int number = (place.sample() + i) % mixture.size();
            Sample sample = mixture.sample(number);
            try {
                Picture picture = read(sample.picture());
                return new View(number, place.epoch(), pixels(picture, number, place.epoch()), failed);
            } catch (InputException failure) {
                failed.add(BadSample.of(sample, failure));
            }
        }
        throw new InputException(
                InputException.Kind.BAD,
                "DATA-BAD",
                mixture.sample(place.sample()).key() + " and those after it",
                failed.size() + " bad samples in a row, the first: "
                        + failed.getFirst().found(),
                "pictures that can be read",
                "Check where the pictures are; 'blip2 data validate' lists what is wrong");
    }

    /// A picture, kept while all kept ones fit: a small set is decoded once and not once an epoch.
    private Picture read(PictureBytes bytes) {
        Picture known = kept.get(bytes.name());
        if (known != null) {
            return known;
        }
        Picture picture = bytes.read(reader);
        long size = (long) Picture.CHANNELS * picture.width() * picture.height();
        if (keptBytes.addAndGet(size) <= MOST_KEPT) {
            kept.put(bytes.name(), picture);
        } else {
            keptBytes.addAndGet(-size);
        }
        return picture;
    }

    private float[] pixels(Picture picture, int number, int epoch) {
        Picture ready;
        if (view == null) {
            ready = processor.resized(picture);
        } else {
            SampleRandom random = new SampleRandom(seed, epoch, number);
            TrainingView.Box box = view.draw(picture.height(), picture.width(), random);
            ready = TrainingView.through(box, picture, processor.height(), processor.width());
        }
        float[] values = new float[Picture.CHANNELS * processor.height() * processor.width()];
        processor.normalized(ready, values, 0);
        return values;
    }

    /// Stops the threads.
    @Override
    public void close() {
        if (loader != null) {
            waited += loader.waitedSeconds();
            loader.close();
            loader = null;
        }
    }
}
