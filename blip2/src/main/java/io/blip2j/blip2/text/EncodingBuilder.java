package io.blip2j.blip2.text;

import java.util.Arrays;

/// Grows an [Encoding] token by token.
final class EncodingBuilder {
    private int[] ids = new int[16];
    private int[] typeIds = new int[16];
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int size;

    /// Adds one token with its segment and its range in the original text.
    void add(int id, int typeId, int offsetFrom, int offsetTo) {
        if (size == ids.length) {
            int larger = size * 2;
            ids = Arrays.copyOf(ids, larger);
            typeIds = Arrays.copyOf(typeIds, larger);
            from = Arrays.copyOf(from, larger);
            to = Arrays.copyOf(to, larger);
        }
        ids[size] = id;
        typeIds[size] = typeId;
        from[size] = offsetFrom;
        to[size] = offsetTo;
        size++;
    }

    /// Adds the token that covers the characters `begin` to `end` (exclusive) of a piece of text.
    void add(int id, AlignedText piece, int begin, int end) {
        add(id, 0, piece.originalFrom(begin), piece.originalTo(end - 1));
    }

    /// Adds all tokens of another encoding under one segment id.
    void addAll(Encoding other, int typeId) {
        for (int i = 0; i < other.length(); i++) {
            add(other.ids()[i], typeId, other.offsetFrom()[i], other.offsetTo()[i]);
        }
    }

    Encoding build() {
        return new Encoding(
                Arrays.copyOf(ids, size),
                Arrays.copyOf(typeIds, size),
                Arrays.copyOf(from, size),
                Arrays.copyOf(to, size));
    }
}
