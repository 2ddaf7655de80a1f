package io.blip2j.blip2.towers;

import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import java.util.ArrayList;
import java.util.List;

/// Linear heads that ask an encoder's tokens for labels; thrown away after training.
///
/// They read the tokens normalised, as the Q-Former will: a label that is small beside the others in a token, such as
/// where it lies, would be lost to it otherwise.
///
/// | tensor | shape |
/// |---|---|
/// | tokens | `[batch, 1 + patches, hidden]` |
/// | labels of patches | `[heads][batch · patches]` |
/// | labels of pictures | `[batch]` |
public final class PatchHeads extends Module {
    private static final double PICTURE_WEIGHT = 0.3;
    private static final double EPS = 1e-6;

    private final List<Linear> patches = new ArrayList<>();
    private final Linear picture;
    private final LayerNorm norm;

    /// @param classes of each patch head
    /// @param pictureClasses of the head on the class token
    public PatchHeads(int hidden, int[] classes, int pictureClasses) {
        for (int i = 0; i < classes.length; i++) {
            patches.add(child("patch." + i, new Linear(hidden, classes[i], true)));
        }
        picture = child("picture", new Linear(hidden, pictureClasses, true));
        norm = child("norm", new LayerNorm(hidden, EPS));
    }

    /// Sum of the heads' cross entropies, the picture's weighted 0.3.
    /// @param labels of patches; -100 counts nothing
    public Tensor loss(Tensor tokens, long[][] labels, long[] pictureLabels) {
        int batch = tokens.dim(0);
        int hidden = tokens.dim(2);
        Tensor normal = norm.forward(tokens); // [batch, 1 + patches, hidden]
        Tensor rows = normal.slice(1, 1, tokens.dim(1)).contiguous().reshape(-1, hidden); // [batch · patches, hidden]
        Tensor total = ask(picture, normal.select(1, 0), pictureLabels, batch).mul(PICTURE_WEIGHT);
        for (int i = 0; i < labels.length; i++) {
            total = total.add(ask(patches.get(i), rows, labels[i], labels[i].length));
        }
        return total;
    }

    private static Tensor ask(Linear head, Tensor rows, long[] labels, int count) {
        return CrossEntropy.mean(head.forward(rows), Tensor.of(rows.backend(), labels, count));
    }
}
