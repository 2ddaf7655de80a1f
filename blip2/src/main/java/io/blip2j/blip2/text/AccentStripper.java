package io.blip2j.blip2.text;

import java.util.Arrays;

/// Decomposes characters, orders the marks behind each letter by their classes, and drops those that are accents.
///
/// What is left stands, in its new order, for the characters of the source in theirs: the k-th character that is not
/// merely a further part of a decomposed one takes the k-th place, a further part the place before it.
///
/// **Source:** `nfd` and `filter` of `NormalizedString`, tokenizers 0.23.
final class AccentStripper {
    private final AlignedText.Builder out;
    private final boolean lowercase;
    private int[] chars = new int[16];
    private long[] order = new long[16];
    private boolean[] first = new boolean[16];
    private int size;
    private int[] places = new int[16];
    private int placed;
    private int before;

    /// @param lowercase whether characters are put out in lower case
    AccentStripper(AlignedText.Builder out, boolean lowercase) {
        this.out = out;
        this.lowercase = lowercase;
    }

    /// The next character, which stands for the source's character at `index`.
    void add(int c, int index) {
        String parts = ReferenceUnicode.decomposition(c);
        if (parts == null) {
            part(c, index, true);
            return;
        }
        for (int i = 0; i < parts.length(); i += Character.charCount(parts.codePointAt(i))) {
            part(parts.codePointAt(i), index, i == 0);
        }
    }

    /// Puts out the marks that still wait for others.
    void finish() {
        if (size == 0) {
            return;
        }
        Arrays.sort(order, 0, size); // stable: the lower half of a key is the place
        int next = 0;
        for (int i = 0; i < size; i++) {
            int mark = (int) order[i];
            if (first[mark]) {
                before = places[next++];
            }
            put(chars[mark], before);
        }
        size = 0;
        placed = 0;
    }

    private void part(int c, int index, boolean leads) {
        int order = CombiningClasses.of(c);
        if (order == 0) {
            finish();
            before = leads ? index : before;
            put(c, before);
        } else {
            hold(c, order, index, leads);
        }
    }

    private void hold(int c, int combiningClass, int index, boolean leads) {
        if (size == chars.length) {
            int larger = size * 2;
            chars = Arrays.copyOf(chars, larger);
            order = Arrays.copyOf(order, larger);
            first = Arrays.copyOf(first, larger);
            places = Arrays.copyOf(places, larger);
        }
        chars[size] = c;
        order[size] = (long) combiningClass << 32 | size;
        first[size++] = leads;
        if (leads) {
            places[placed++] = index;
        }
    }

    private void put(int c, int index) {
        if (ReferenceUnicode.isMark(c)) {
            return;
        }
        if (lowercase) {
            Normalizer.Lowercase.add(c, index, out);
        } else {
            out.add(c, index);
        }
    }
}
