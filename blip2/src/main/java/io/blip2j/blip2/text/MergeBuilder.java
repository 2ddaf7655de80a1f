package io.blip2j.blip2.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds merges under which every given word is one token, alone and after a space.
///
/// Word by word: encode it with the merges so far, add a merge of its first two tokens, encode again, until one
/// token is left. A later merge has a higher rank, so it can only act where all earlier ones are done: the words
/// before stay whole.
final class MergeBuilder {
    private final List<String> vocab;
    private final Map<String, Integer> ranks = new HashMap<>();
    private final List<String[]> merges = new ArrayList<>();

    /// @param vocab tokens by id, which grows by what the merges make
    MergeBuilder(List<String> vocab) {
        this.vocab = vocab;
    }

    /// The merges by rank.
    List<String[]> build(List<String> words) {
        PreTokenizer split = new ByteLevelSplit(false, true);
        for (String lead : List.of("", " ")) {
            for (String word : words) {
                if (!word.isEmpty()) {
                    split.split(AlignedText.of(lead + word), piece -> makeWhole(piece.toString()));
                }
            }
        }
        return merges;
    }

    private void makeWhole(String word) {
        for (List<String> tokens = encode(word); tokens.size() > 1; tokens = encode(word)) {
            String[] pair = {tokens.get(0), tokens.get(1)};
            ranks.put(pair[0] + " " + pair[1], merges.size());
            merges.add(pair);
            if (!vocab.contains(pair[0] + pair[1])) {
                vocab.add(pair[0] + pair[1]);
            }
        }
    }

    /// Byte-pair encoding of a short word, as in the paper: no heap.
    private List<String> encode(String word) {
        List<String> tokens = new ArrayList<>();
        word.codePoints().forEach(c -> tokens.add(Character.toString(c)));
        while (true) {
            int best = -1;
            int bestRank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < tokens.size(); i++) {
                int rank = ranks.getOrDefault(tokens.get(i) + " " + tokens.get(i + 1), Integer.MAX_VALUE);
                if (rank < bestRank) {
                    best = i;
                    bestRank = rank;
                }
            }
            if (best < 0) {
                return tokens;
            }
            tokens.set(best, tokens.get(best) + tokens.remove(best + 1));
        }
    }
}
