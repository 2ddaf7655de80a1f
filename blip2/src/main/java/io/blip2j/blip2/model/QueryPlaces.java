package io.blip2j.blip2.model;

import java.util.Arrays;

/// Texts without the places that the processor put before them for the queries.
///
/// @param ids of the words alone
/// @param mask of the words alone
///
/// **Source:** transformers' protocol since 4.46: `num_query_tokens` copies of the image token stand first. A text
/// without them is left as it is, as is every text of a model that has no image token.
record QueryPlaces(long[][] ids, long[][] mask) {
    static QueryPlaces dropped(long[][] ids, long[][] mask, RetrievalConfig config) {
        boolean placed = config.imageTokenId() >= 0;
        for (long[] row : ids) {
            placed &= row.length > config.queries() && row[0] == config.imageTokenId();
        }
        if (!placed) {
            return new QueryPlaces(ids, mask);
        }
        return new QueryPlaces(from(ids, config.queries()), mask == null ? null : from(mask, config.queries()));
    }

    private static long[][] from(long[][] rows, int start) {
        long[][] rest = new long[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            rest[i] = Arrays.copyOfRange(rows[i], start, rows[i].length);
        }
        return rest;
    }
}
