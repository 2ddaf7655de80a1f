package io.blip2j.tools.report;

import java.util.List;

/// What the queries look at in one held-out picture.
///
/// @param item the picture's index in the held-out set
/// @param mean all queries together
/// @param queries one map a query; may be empty
/// @param words one map a word of the caption; may be empty
public record AttentionPicture(int item, AttentionMap mean, List<AttentionMap> queries, List<AttentionMap> words) {

    /// Copies the lists.
    public AttentionPicture {
        queries = List.copyOf(queries);
        words = List.copyOf(words);
    }
}
