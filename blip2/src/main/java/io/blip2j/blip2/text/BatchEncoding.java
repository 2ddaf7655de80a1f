package io.blip2j.blip2.text;

import java.util.Arrays;
import java.util.List;

/// Rows of token ids.
///
/// | component | shape | meaning |
/// |---|---|---|
/// | ids | `[batch, seq]` | token ids; rows are ragged without padding |
/// | mask | `[batch, seq]` | 1 for tokens, 0 for padding |
/// | typeIds | `[batch, seq]` | segment; 0 at padding |
public record BatchEncoding(int[][] ids, int[][] mask, int[][] typeIds) {
    /// Pads finished rows.
    static BatchEncoding of(List<Encoding> rows, BatchOptions options, int padId) {
        int length = paddedLength(rows, options);
        int[][] ids = new int[rows.size()][];
        int[][] mask = new int[rows.size()][];
        int[][] typeIds = new int[rows.size()][];
        for (int r = 0; r < rows.size(); r++) {
            Encoding row = rows.get(r);
            int width = Math.max(length, row.length());
            int begin = options.paddingSide() == BatchOptions.Side.LEFT ? width - row.length() : 0;
            ids[r] = new int[width];
            mask[r] = new int[width];
            typeIds[r] = new int[width];
            Arrays.fill(ids[r], padId);
            System.arraycopy(row.ids(), 0, ids[r], begin, row.length());
            Arrays.fill(mask[r], begin, begin + row.length(), 1);
            System.arraycopy(row.typeIds(), 0, typeIds[r], begin, row.length());
        }
        return new BatchEncoding(ids, mask, typeIds);
    }

    private static int paddedLength(List<Encoding> rows, BatchOptions options) {
        int length = switch (options.padding()) {
            case NONE -> 0;
            case LONGEST -> rows.stream().mapToInt(Encoding::length).max().orElse(0);
            case MAX_LENGTH -> options.maxLength();
        };
        return Math.ceilDiv(length, options.multipleOf()) * options.multipleOf();
    }

    /// The rows with `count` times the same token put before everything else, padding included.
    BatchEncoding prepend(int count, int id) {
        return new BatchEncoding(prepend(ids, count, id), prepend(mask, count, 1), prepend(typeIds, count, 0));
    }

    private static int[][] prepend(int[][] rows, int count, int value) {
        int[][] longer = new int[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            longer[r] = new int[count + rows[r].length];
            Arrays.fill(longer[r], 0, count, value);
            System.arraycopy(rows[r], 0, longer[r], count, rows[r].length);
        }
        return longer;
    }
}
