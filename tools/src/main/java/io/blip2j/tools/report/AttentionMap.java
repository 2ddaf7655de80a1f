package io.blip2j.tools.report;

import java.util.List;

/// How much of the attention falls on each patch.
///
/// @param label a query's name or a word
/// @param columns patches in a row
/// @param weights one a patch, row by row, not negative; only their proportions count
public record AttentionMap(String label, int columns, List<Double> weights) {

    /// Copies the list.
    public AttentionMap {
        weights = List.copyOf(weights);
    }
}
