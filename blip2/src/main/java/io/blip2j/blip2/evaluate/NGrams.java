package io.blip2j.blip2.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often each run of 1 to 4 words occurs in a text.
///
/// @param counts `counts.get(n - 1)`: run of n words, joined by spaces, to its number
/// @param words number of words
record NGrams(List<Map<String, Integer>> counts, int words) {
    /// The longest run.
    static final int LONGEST = 4;

    /// Counts the runs of a text whose words are split at white space.
    static NGrams of(String text) {
        String[] words = Words.split(text);
        List<Map<String, Integer>> counts = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (int from = 0; from < words.length; from++) {
            StringBuilder run = new StringBuilder();
            for (int n = 1; n <= LONGEST && from + n <= words.length; n++) {
                run.append(n == 1 ? "" : " ").append(words[from + n - 1]);
                counts.get(n - 1).merge(run.toString(), 1, Integer::sum);
            }
        }
        return new NGrams(counts, words.length);
    }

    /// Runs of n words.
    Map<String, Integer> of(int n) {
        return counts.get(n - 1);
    }

    /// How many runs of n words there are.
    int total(int n) {
        return Math.max(0, words - n + 1);
    }
}
