package io.blip2j.blip2.evaluate;

/// Retrieval scores in percent: how often a right one is among the first 1, 5, 10.
///
/// @param textAt1 of images whose best right text comes first
/// @param textAt5 ... among the first five
/// @param textAt10 ... among the first ten
/// @param imageAt1 of texts whose image comes first
/// @param imageAt5 ... among the first five
/// @param imageAt10 ... among the first ten
///
/// **Source:** LAVIS `RetrievalTask`, whose names are `txt_r1` ... and `img_r1` ....
public record Recalls(
        double textAt1, double textAt5, double textAt10, double imageAt1, double imageAt5, double imageAt10) {

    /// Scores of rankings.
    /// @param textRanks of each image, the place of its best right text from 0
    /// @param imageRanks of each text, the place of its image from 0
    public static Recalls of(int[] textRanks, int[] imageRanks) {
        return new Recalls(
                within(textRanks, 1),
                within(textRanks, 5),
                within(textRanks, 10),
                within(imageRanks, 1),
                within(imageRanks, 5),
                within(imageRanks, 10));
    }

    /// Mean of the three text recalls.
    public double textMean() {
        return (textAt1 + textAt5 + textAt10) / 3;
    }

    /// Mean of the three image recalls.
    public double imageMean() {
        return (imageAt1 + imageAt5 + imageAt10) / 3;
    }

    /// Mean of both means.
    public double mean() {
        return (textMean() + imageMean()) / 2;
    }

    /// The place of the best right text of each image, from 0; the number of texts where it has none. Texts of
    /// equal score stand in their order.
    /// @param scores `[images, texts]`
    /// @param owner image of each text
    public static int[] textRanks(float[][] scores, int[] owner) {
        int[] ranks = new int[scores.length];
        for (int image = 0; image < ranks.length; image++) {
            int best = owner.length;
            for (int text = 0; text < owner.length; text++) {
                if (owner[text] == image) {
                    best = Math.min(best, place(scores[image], text));
                }
            }
            ranks[image] = best;
        }
        return ranks;
    }

    /// The place of each text's image, from 0. Images of equal score stand in their order.
    /// @param scores `[texts, images]`
    /// @param owner image of each text
    public static int[] imageRanks(float[][] scores, int[] owner) {
        int[] ranks = new int[owner.length];
        for (int text = 0; text < ranks.length; text++) {
            ranks[text] = place(scores[text], owner[text]);
        }
        return ranks;
    }

    /// How many stand before one of a row when it is sorted, the highest first, equal ones in order.
    private static int place(float[] row, int wanted) {
        int before = 0;
        for (int i = 0; i < row.length; i++) {
            before += row[i] > row[wanted] || row[i] == row[wanted] && i < wanted ? 1 : 0;
        }
        return before;
    }

    private static double within(int[] ranks, int places) {
        int found = 0;
        for (int rank : ranks) {
            found += rank < places ? 1 : 0;
        }
        return ranks.length == 0 ? 0 : 100.0 * found / ranks.length;
    }
}
