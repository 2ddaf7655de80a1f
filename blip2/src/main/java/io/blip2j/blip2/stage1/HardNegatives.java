package io.blip2j.blip2.stage1;

import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.Arrays;

/// Wrong partners that are hard to tell from the right ones: drawn from `softmax(similarity)`, right ones left out.
///
/// | tensor | shape |
/// |---|---|
/// | similarities, chances | `[batch, ranks·batch]` |
///
/// Random numbers are named by seed, step and sample, so ranks do not change them.
///
/// **Source:** LAVIS `blip2_qformer.py` since 2023-07: forbidden entries are set to -10000 before the softmax.
final class HardNegatives {
    private static final double FORBIDDEN = -10000;

    private HardNegatives() {}

    /// Which entries may not be drawn: those of the same image, or the own pair; with `texts`, those of equal texts
    /// too.
    /// @param imageIds own and all ranks' images, or null
    /// @param all all ranks' texts if equal ones are right too, else null
    static boolean[] forbidden(
            int batch, int first, long[] imageIds, long[] allImageIds, Gathering.Texts all, int count) {
        boolean[] forbidden = new boolean[batch * count];
        for (int i = 0; i < batch; i++) {
            int own = first + i;
            for (int n = 0; n < count; n++) {
                boolean same = imageIds == null ? n == own : allImageIds[n] == imageIds[i];
                boolean equal = all != null
                        && Arrays.equals(all.ids()[n], all.ids()[own])
                        && Arrays.equals(all.mask()[n], all.mask()[own]);
                forbidden[i * count + n] = same || equal;
            }
        }
        return forbidden;
    }

    /// `softmax(similarities)` with the forbidden entries at -10000; a constant.
    static Tensor chances(Tensor similarities, boolean[] forbidden) {
        Tensor plain = similarities.detach();
        Tensor mask = Tensor.of(plain.backend(), forbidden, plain.shape().dims());
        return plain.maskedFill(mask, FORBIDDEN).softmax(-1);
    }

    /// One draw for each row of both chances.
    static Negatives draw(Tensor imageChances, Tensor textChances, Pass pass) {
        return new Negatives(draw(imageChances, "negatives/image", pass), draw(textChances, "negatives/text", pass));
    }

    private static int[] draw(Tensor chances, String stream, Pass pass) {
        int rows = chances.dim(0);
        int count = chances.dim(1);
        float[] values = chances.toFloats();
        RandomKey key = new RandomKey(pass.seed(), pass.step(), RandomKey.stream(stream), pass.firstSample());
        float[] number = new float[1];
        int[] drawn = new int[rows];
        for (int i = 0; i < rows; i++) {
            Philox.uniform(key, i, 0, 1, number, 0);
            double total = 0;
            for (int n = 0; n < count; n++) {
                total += values[i * count + n];
            }
            double left = number[0] * total;
            int at = 0; // stays where chances are no numbers: the losses then say so
            for (int n = 0; n < count && left >= 0; n++) {
                if (values[i * count + n] > 0) {
                    left -= values[i * count + n];
                    at = n;
                }
            }
            drawn[i] = at;
        }
        return drawn;
    }
}
