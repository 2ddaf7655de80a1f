package io.blip2j.blip2.text;

import java.util.Arrays;

/// Unigram language model: the cut of a piece with the largest sum of scores, `argmax Σ log p(token)`.
///
/// One pass of Viterbi from left to right; from each place only the tokens that the trie finds there are tried,
/// so a piece of n characters takes O(n · longest token). A character that no token covers alone costs the least
/// score minus 10; unknown characters in a row become one unknown token. Of equal sums the first one found stays:
/// shorter last tokens lose.
///
/// **Source:** Kudo 2018, §3.2; `EncodeOptimized` of SentencePiece 0.2.3 (sums in `float`) and `Unigram` of
/// tokenizers 0.23 (sums in `double`).
final class UnigramModel implements SubwordModel {
    private static final double UNKNOWN_PENALTY = 10;

    private final PieceTrie pieces;
    private final double[] scores;
    private final int unknown;
    private final double unknownScore;
    private final boolean singlePrecision;

    /// @param scores score by id
    /// @param leastScore the least score of the pieces that count
    /// @param singlePrecision whether sums are rounded to `float`
    UnigramModel(PieceTrie pieces, double[] scores, int unknown, double leastScore, boolean singlePrecision) {
        this.pieces = pieces;
        this.scores = scores;
        this.unknown = unknown;
        this.singlePrecision = singlePrecision;
        this.unknownScore = rounded(leastScore - UNKNOWN_PENALTY);
    }

    private double rounded(double sum) {
        return singlePrecision ? (float) sum : sum;
    }

    @Override
    public void tokenize(AlignedText piece, EncodingBuilder out) {
        int length = piece.length();
        double[] best = new double[length + 1];
        int[] lastStart = new int[length + 1];
        int[] lastId = new int[length + 1];
        Arrays.fill(lastStart, -1);
        for (int begin = 0; begin < length; begin++) {
            boolean single = false;
            int node = PieceTrie.ROOT;
            for (int end = begin + 1; end <= length; end++) {
                node = pieces.step(node, piece.at(end - 1));
                if (node < 0) {
                    break;
                }
                int id = pieces.piece(node);
                if (id >= 0) {
                    single |= end == begin + 1;
                    offer(best, lastStart, lastId, begin, end, id, rounded(scores[id] + best[begin]));
                }
            }
            if (!single) {
                offer(best, lastStart, lastId, begin, begin + 1, unknown, rounded(unknownScore + best[begin]));
            }
        }
        emit(piece, lastStart, lastId, out);
    }

    private static void offer(double[] best, int[] lastStart, int[] lastId, int begin, int end, int id, double score) {
        if (lastStart[end] < 0 || score > best[end]) {
            best[end] = score;
            lastStart[end] = begin;
            lastId[end] = id;
        }
    }

    /// Turns the chain of last tokens around and adds it, unknown neighbours as one.
    private void emit(AlignedText piece, int[] lastStart, int[] lastId, EncodingBuilder out) {
        int[] nextEnd = new int[piece.length() + 1];
        for (int end = piece.length(); end > 0; end = lastStart[end]) {
            nextEnd[lastStart[end]] = end;
        }
        int end;
        for (int begin = 0; begin < piece.length(); begin = end) {
            end = nextEnd[begin];
            int id = lastId[end];
            while (id == unknown && end < piece.length() && lastId[nextEnd[end]] == unknown) {
                end = nextEnd[end];
            }
            out.add(id, piece, begin, end);
        }
    }
}
