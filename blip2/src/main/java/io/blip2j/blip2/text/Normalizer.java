package io.blip2j.blip2.text;

import java.util.List;

/// Rewrites a text before it is cut into pieces.
sealed interface Normalizer
        permits BertNormalizer, CharacterMap, Normalizer.Chain, Normalizer.Lowercase, Normalizer.Strip {
    /// The normalised text, each character with the range of the original that it stands for.
    AlignedText apply(AlignedText text);

    /// Several in a row.
    record Chain(List<Normalizer> parts) implements Normalizer {
        @Override
        public AlignedText apply(AlignedText text) {
            AlignedText result = text;
            for (Normalizer part : parts) {
                result = part.apply(result);
            }
            return result;
        }
    }

    /// Lower case, character by character (no final sigma).
    record Lowercase() implements Normalizer {
        /// Appends the lower case of one character; U+0130 has two.
        static void add(int c, int index, AlignedText.Builder out) {
            out.add(ReferenceUnicode.lower(c), index);
            if (c == 0x130) {
                out.add(0x307, index);
            }
        }

        @Override
        public AlignedText apply(AlignedText text) {
            AlignedText.Builder out = new AlignedText.Builder(text);
            for (int i = 0; i < text.length(); i++) {
                add(text.at(i), i, out);
            }
            return out.build();
        }
    }

    /// Drops white space at the ends.
    record Strip(boolean left, boolean right) implements Normalizer {
        @Override
        public AlignedText apply(AlignedText text) {
            int begin = 0;
            int end = text.length();
            while (left && begin < end && ReferenceUnicode.isWhitespace(text.at(begin))) {
                begin++;
            }
            while (right && end > begin && ReferenceUnicode.isWhitespace(text.at(end - 1))) {
                end--;
            }
            return text.slice(begin, end);
        }
    }
}
