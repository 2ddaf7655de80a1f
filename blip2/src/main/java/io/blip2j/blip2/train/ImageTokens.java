package io.blip2j.blip2.train;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.memory.Step;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.function.IntConsumer;

/// What a frozen encoder says of a set of pictures, before `post_layernorm` (which still learns): computed once and
/// kept.
///
/// Without augmentation a picture's tokens never change, so the encoder runs once a picture and not once an epoch.
public final class ImageTokens implements ImageSource {
    private static final int AT_ONCE = 128;

    /// Where pixels come from.
    public interface Pixels {
        /// Number of pictures.
        int size();

        /// Values of one picture, `[channels, height, width]`, written at a place of an array.
        void write(int index, float[] into, int at);
    }

    private final Backend backend;
    private final float[][] tokens;
    private final Shape each;

    private ImageTokens(Backend backend, float[][] tokens, Shape each) {
        this.backend = backend;
        this.tokens = tokens;
        this.each = each;
    }

    /// Runs the encoder over all pictures.
    /// @param progress is told how many are done
    public static ImageTokens of(VisionTower tower, Pixels pixels, Backend backend, IntConsumer progress) {
        int side = tower.config().imageSize();
        int values = 3 * side * side;
        float[][] all = new float[pixels.size()][];
        Shape shape = null;
        for (int from = 0; from < all.length; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, all.length - from);
            float[] batch = new float[count * values];
            for (int i = 0; i < count; i++) {
                pixels.write(from + i, batch, i * values);
            }
            try (Step _ = Step.open();
                    NoGrad _ = NoGrad.open()) {
                Tensor images = Tensor.of(backend, batch, count, 3, side, side);
                Tensor out = tower.tokens(images, false, Pass.EVALUATION, Recorder.NONE); // [count, tokens, hidden]
                shape = out.shape().without(0);
                float[] flat = out.toFloats();
                for (int i = 0; i < count; i++) {
                    all[from + i] = java.util.Arrays.copyOfRange(flat, i * shape.size(), (i + 1) * shape.size());
                }
            }
            progress.accept(from + count);
        }
        return new ImageTokens(backend, all, shape);
    }

    /// Number of pictures.
    public int size() {
        return tokens.length;
    }

    /// Tokens of some pictures, `[indices, tokens, hidden]`.
    @Override
    public Tensor of(int... indices) {
        float[][] rows = new float[indices.length][];
        for (int i = 0; i < indices.length; i++) {
            rows[i] = tokens[indices[i]];
        }
        return Tensor.ofRows(backend, rows, each);
    }
}
