package io.blip2j.blip2.text;

/// WordPiece: the longest token that a word begins with, then the longest inner token (`##...`), and so on.
///
/// A word that cannot be cut that way, or is longer than the limit, is one unknown token.
///
/// **Source:** BERT's `WordpieceTokenizer`; limit of 100 characters as published.
final class WordPieceModel implements SubwordModel {
    private final PieceTrie pieces;
    private final String innerPrefix;
    private final int unknown;
    private final int longestWord;

    WordPieceModel(PieceTrie pieces, String innerPrefix, int unknown, int longestWord) {
        this.pieces = pieces;
        this.innerPrefix = innerPrefix;
        this.unknown = unknown;
        this.longestWord = longestWord;
    }

    @Override
    public void tokenize(AlignedText word, EncodingBuilder out) {
        int[] ids = new int[Math.min(word.length(), longestWord)];
        int[] ends = new int[ids.length];
        int count = 0;
        int begin = word.length() <= longestWord ? 0 : -1;
        while (begin >= 0 && begin < word.length()) {
            int node = begin == 0 ? PieceTrie.ROOT : innerRoot();
            int end = -1;
            for (int i = begin; i < word.length() && node >= 0; i++) {
                node = pieces.step(node, word.at(i));
                if (node >= 0 && pieces.piece(node) >= 0) {
                    end = i + 1;
                    ids[count] = pieces.piece(node);
                }
            }
            if (end >= 0) {
                ends[count++] = end;
            }
            begin = end;
        }
        if (begin < 0) {
            out.add(unknown, word, 0, word.length());
            return;
        }
        for (int i = 0; i < count; i++) {
            out.add(ids[i], word, i == 0 ? 0 : ends[i - 1], ends[i]);
        }
    }

    private int innerRoot() {
        int node = PieceTrie.ROOT;
        for (int i = 0; i < innerPrefix.length() && node >= 0; i++) {
            node = pieces.step(node, innerPrefix.charAt(i));
        }
        return node;
    }
}
