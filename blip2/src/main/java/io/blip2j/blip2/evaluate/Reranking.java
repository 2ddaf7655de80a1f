package io.blip2j.blip2.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Two-step retrieval: all pairs by cosine, then the k most similar ones of each row by looking at both at once:
/// `score = match logit + cosine`; the others get -100.
///
/// **Source:** LAVIS `Blip2Qformer.compute_sim_matrix`, k = 128 in the paper.
///
/// @param imageToText `[images, texts]`: for each image, its k best texts looked at
/// @param textToImage `[texts, images]`: for each text, its k best images looked at
public record Reranking(float[][] imageToText, float[][] textToImage) {
    /// How many of the paper's candidates are looked at.
    public static final int PAPER = 128;

    private static final float NOT_SEEN = -100;

    /// Looks at images together with a text.
    @FunctionalInterface
    public interface MatchLogits {
        /// The logits of "they match" of one image and some texts.
        float[] of(int image, int[] texts);
    }

    /// Ranks anew.
    /// @param cosine `[images, texts]`
    /// @param candidates k
    public static Reranking of(float[][] cosine, int candidates, MatchLogits logits) {
        int images = cosine.length;
        int texts = images == 0 ? 0 : cosine[0].length;
        float[][] transposed = new float[texts][images];
        for (int text = 0; text < texts; text++) {
            for (int image = 0; image < images; image++) {
                transposed[text][image] = cosine[image][text];
            }
        }
        boolean[][] forImage = best(cosine, candidates);
        boolean[][] forText = best(transposed, candidates);
        float[][] imageToText = filled(images, texts);
        float[][] textToImage = filled(texts, images);
        for (int i = 0; i < images; i++) {
            int image = i;
            int[] wanted = IntStream.range(0, texts)
                    .filter(text -> forImage[image][text] || forText[text][image])
                    .toArray();
            float[] seen = wanted.length == 0 ? new float[0] : logits.of(image, wanted);
            for (int j = 0; j < wanted.length; j++) {
                int text = wanted[j];
                float score = seen[j] + cosine[image][text];
                imageToText[image][text] = forImage[image][text] ? score : NOT_SEEN;
                textToImage[text][image] = forText[text][image] ? score : NOT_SEEN;
            }
        }
        return new Reranking(imageToText, textToImage);
    }

    /// Recalls of these scores.
    /// @param owner image of each text
    public Recalls recalls(int[] owner) {
        return Recalls.of(Recalls.textRanks(imageToText, owner), Recalls.imageRanks(textToImage, owner));
    }

    /// Marks the `count` highest of each row.
    private static boolean[][] best(float[][] rows, int count) {
        boolean[][] chosen = new boolean[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            chosen[r] = best(rows[r], count);
        }
        return chosen;
    }

    private static boolean[] best(float[] row, int count) {
        boolean[] chosen = new boolean[row.length];
        Comparator<Integer> highestFirst =
                Comparator.comparingDouble((Integer i) -> row[i]).reversed().thenComparingInt(i -> i);
        IntStream.range(0, row.length).boxed().sorted(highestFirst).limit(count).forEach(i -> chosen[i] = true);
        return chosen;
    }

    private static float[][] filled(int rows, int columns) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            Arrays.fill(row, NOT_SEEN);
        }
        return matrix;
    }
}
