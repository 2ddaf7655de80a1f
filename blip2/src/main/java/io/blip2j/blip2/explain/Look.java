package io.blip2j.blip2.explain;

import java.util.Arrays;
import java.util.List;

/// What the queries' looks at each patch were worth for a word.
///
/// @param word as it was said
/// @param layers layers of the Q-Former
/// @param heads heads of each
/// @param worths `[layers, heads, patches]`: the sum over the word's ids of what [LookAttribution] says
public record Look(String word, int layers, int heads, double[] worths) {
    /// Stands for every layer or every head.
    public static final int ALL = -1;

    public Look {
        worths = worths.clone();
    }

    @Override
    public double[] worths() {
        return worths.clone();
    }

    /// Number of patches.
    public int patches() {
        return worths.length / layers / heads;
    }

    /// What the picture's patches gave to the word's log-probability, in nats: `log p(word | picture) - log
    /// p(word | no patches)`.
    public double gain() {
        return Arrays.stream(worths).sum();
    }

    /// How the worth is spread over the patches: `max(0, Σ worth) / Σ_p max(0, Σ worth)`, which add up to 1;
    /// zeros where no patch spoke for the word.
    /// @param layer a layer's number, or [#ALL]
    /// @param head a head's number, or [#ALL]
    public double[] shares(int layer, int head) {
        double[] shares = new double[patches()];
        for (int l = 0; l < layers; l++) {
            for (int h = 0; h < heads; h++) {
                if ((layer == ALL || l == layer) && (head == ALL || h == head)) {
                    for (int p = 0; p < shares.length; p++) {
                        shares[p] += worths[(l * heads + h) * shares.length + p];
                    }
                }
            }
        }
        double sum = 0;
        for (int p = 0; p < shares.length; p++) {
            shares[p] = Math.max(0, shares[p]);
            sum += shares[p];
        }
        for (int p = 0; p < shares.length && sum > 0; p++) {
            shares[p] /= sum;
        }
        return shares;
    }

    /// The same over all layers and heads.
    public double[] shares() {
        return shares(ALL, ALL);
    }

    /// The looks at a word that has several ids.
    static Look of(String word, int layers, int heads, List<double[]> ids) {
        double[] sum = new double[ids.getFirst().length];
        for (double[] worths : ids) {
            Arrays.setAll(sum, i -> sum[i] + worths[i]);
        }
        return new Look(word, layers, heads, sum);
    }
}
