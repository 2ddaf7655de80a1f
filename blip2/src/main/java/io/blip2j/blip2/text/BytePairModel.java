package io.blip2j.blip2.text;

/// Byte-pair encoding: start from single characters, always join the pair of lowest rank, leftmost first.
///
/// Characters form a linked list; candidates wait in a heap ordered by (rank, place). A joined pair makes at most
/// two new candidates, and stale ones are recognised when they come up, so a piece of n characters takes O(n log
/// n) whatever it holds.
///
/// **Source:** Sennrich et al. 2016, algorithm 1; `BPE` of tokenizers 0.23, whose look at a stale candidate compares
/// the token that the pair makes, not the rank.
final class BytePairModel implements SubwordModel {
    private final Vocabulary vocabulary;
    private final PieceTrie characters;
    private final LongTable ranks;
    private final int[] merged;
    private final int unknown;
    private final boolean wholeWordsFirst;

    /// @param characters the tokens of one character
    /// @param ranks (left id << 32 | right id) → rank of the pair
    /// @param merged rank → id of the joined token
    /// @param unknown id for a character that is no token, or -1 to drop it
    /// @param wholeWordsFirst whether a piece that is a token is taken without joining
    BytePairModel(
            Vocabulary vocabulary,
            PieceTrie characters,
            LongTable ranks,
            int[] merged,
            int unknown,
            boolean wholeWordsFirst) {
        this.vocabulary = vocabulary;
        this.characters = characters;
        this.ranks = ranks;
        this.merged = merged;
        this.unknown = unknown;
        this.wholeWordsFirst = wholeWordsFirst;
    }

    /// Key of a pair of ids in the table of ranks.
    static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    @Override
    public void tokenize(AlignedText piece, EncodingBuilder out) {
        if (wholeWordsFirst) {
            int whole = vocabulary.id(piece.toString());
            if (whole >= 0) {
                out.add(whole, piece, 0, piece.length());
                return;
            }
        }
        int[] ids = new int[piece.length()]; // -1: joined to its left, or dropped
        int[] starts = new int[piece.length()];
        int count = 0;
        for (int i = 0; i < piece.length(); i++) {
            int node = characters.step(PieceTrie.ROOT, piece.at(i));
            int id = node < 0 ? unknown : characters.piece(node);
            if (id >= 0) {
                ids[count] = id;
                starts[count++] = i;
            }
        }
        join(ids, count);
        for (int i = 0; i < count; ) {
            int next = i + 1;
            while (next < count && ids[next] < 0) {
                next++;
            }
            out.add(ids[i], piece, starts[i], starts[next - 1] + 1);
            i = next;
        }
    }

    /// Joins until no known pair is left; a token that went into its left neighbour leaves -1.
    private void join(int[] ids, int count) {
        int[] previous = new int[count];
        int[] next = new int[count];
        RankHeap heap = new RankHeap(count);
        for (int i = 0; i < count; i++) {
            previous[i] = i - 1;
            next[i] = i + 1;
            offer(heap, ids, i, i + 1, count);
        }
        while (!heap.isEmpty()) {
            long candidate = heap.poll();
            int left = RankHeap.place(candidate);
            int right = next[left];
            if (ids[left] < 0 || right == count) {
                continue;
            }
            int rank = ranks.get(pair(ids[left], ids[right]));
            int id = merged[RankHeap.rank(candidate)];
            if (rank < 0 || merged[rank] != id) {
                continue;
            }
            ids[left] = id;
            ids[right] = -1;
            next[left] = next[right];
            if (next[left] < count) {
                previous[next[left]] = left;
            }
            if (previous[left] >= 0) {
                offer(heap, ids, previous[left], left, count);
            }
            offer(heap, ids, left, next[left], count);
        }
    }

    private void offer(RankHeap heap, int[] ids, int left, int right, int count) {
        if (right < count) {
            int rank = ranks.get(pair(ids[left], ids[right]));
            if (rank >= 0) {
                heap.add(rank, left);
            }
        }
    }
}
