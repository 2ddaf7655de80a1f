package io.blip2j.blip2.stage1;

import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import java.util.Arrays;

/// Images with a text each.
///
/// @param imageEmbeds what the Q-Former looks at, `[batch, tokens, visionHidden]`, after `post_layernorm`, with its
///     gradient
/// @param ids of the texts, `[CLS] ... [SEP]`, filled up at the right to one length
/// @param mask 1 for a word, 0 for padding
/// @param imageIds which image each sample shows, where several may show the same; or null
/// @param negatives drawn beforehand, or null to draw them
public record Stage1Batch(Tensor imageEmbeds, long[][] ids, long[][] mask, long[] imageIds, Negatives negatives) {
    /// Indices into all ranks' samples: for each text a wrong image, for each image a wrong text.
    public record Negatives(int[] images, int[] texts) {
        public Negatives {
            images = images.clone();
            texts = texts.clone();
        }
    }

    public Stage1Batch {
        int batch = imageEmbeds.dim(0);
        if (ids.length != batch || mask.length != batch || imageIds != null && imageIds.length != batch) {
            throw new ShapeException(
                    "stage 1",
                    "image embeddings " + imageEmbeds.shape() + " are of " + batch + " samples, got " + ids.length
                            + " texts and " + mask.length + " masks");
        }
    }

    /// Samples of different images, negatives to be drawn.
    public Stage1Batch(Tensor imageEmbeds, long[][] ids, long[][] mask) {
        this(imageEmbeds, ids, mask, null, null);
    }

    /// The same samples without the columns that are padding in every text: fewer rows, the same numbers.
    public Stage1Batch trimmed() {
        int longest = 1;
        for (long[] row : mask) {
            for (int place = longest; place < row.length; place++) {
                longest = row[place] != 0 ? place + 1 : longest;
            }
        }
        return longest == mask[0].length
                ? this
                : new Stage1Batch(imageEmbeds, first(ids, longest), first(mask, longest), imageIds, negatives);
    }

    private static long[][] first(long[][] rows, int length) {
        long[][] shorter = new long[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            shorter[i] = Arrays.copyOf(rows[i], length);
        }
        return shorter;
    }

    /// Number of samples.
    public int size() {
        return ids.length;
    }
}
