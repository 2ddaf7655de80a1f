package io.blip2j.blip2.model;

/// Rows of ids of different lengths, made one length with padding at the end, and the mask that says so.
///
/// @param ids `[rows][longest]`
/// @param mask 1 for an id, 0 for padding; null if there is no padding
record RaggedRows(long[][] ids, long[][] mask) {
    static RaggedRows of(long[][] rows, long padId) {
        int longest = 0;
        boolean even = true;
        for (long[] row : rows) {
            longest = Math.max(longest, row.length);
            even &= row.length == rows[0].length;
        }
        if (even) {
            return new RaggedRows(rows, null);
        }
        long[][] ids = new long[rows.length][longest];
        long[][] mask = new long[rows.length][longest];
        for (int row = 0; row < rows.length; row++) {
            java.util.Arrays.fill(ids[row], padId);
            System.arraycopy(rows[row], 0, ids[row], 0, rows[row].length);
            java.util.Arrays.fill(mask[row], 0, rows[row].length, 1);
        }
        return new RaggedRows(ids, mask);
    }
}
