package io.blip2j.blip2.generate.processor;

import java.util.Arrays;

/// Order and probabilities of scores.
public final class Ranking {
    private Ranking() {}

    /// Places of the scores from the smallest to the largest; among equals, later places first, so that the
    /// largest one's first place is last.
    public static int[] ascending(float[] scores) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(scores[i] + 0f); // +0f: -0 and 0 are equal
            int ordered = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
            keys[i] = (long) ordered << 32 | (scores.length - 1 - i);
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = scores.length - 1 - (int) keys[i];
        }
        return order;
    }

    /// `softmax(scores)`; a removed score has 0.
    public static double[] probabilities(float[] scores) {
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        double[] p = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = scores[i] == Float.NEGATIVE_INFINITY ? 0 : Math.exp((double) scores[i] - most);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }
}
