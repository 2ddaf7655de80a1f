package io.blip2j.blip2.text;

import java.util.Arrays;

/// Strings by their characters: finds all pieces, or the longest one, that begin at a place of a text.
///
/// A walk costs one look-up a character and ends at the length of the longest piece, whatever the text is.
final class PieceTrie {
    /// Where every walk starts.
    static final int ROOT = 0;

    private final LongTable children = new LongTable(1024);
    private int[] pieces = {-1};
    private int nodes = 1;

    /// Adds a piece; the same text again gets the later id.
    void add(String text, int id) {
        int node = ROOT;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            node = child(node, text.codePointAt(i));
        }
        pieces[node] = id;
    }

    private int child(int node, int c) {
        int next = step(node, c);
        if (next >= 0) {
            return next;
        }
        if (nodes == pieces.length) {
            pieces = Arrays.copyOf(pieces, nodes * 2);
        }
        pieces[nodes] = -1;
        children.put(key(node, c), nodes);
        return nodes++;
    }

    /// The node one character further, or -1 if no piece goes on that way.
    int step(int node, int c) {
        return children.get(key(node, c));
    }

    /// The id of the piece that ends at a node, or -1.
    int piece(int node) {
        return pieces[node];
    }

    private static long key(int node, int c) {
        return (long) node << 21 | c;
    }
}
