package io.blip2j.blip2.text;

import java.util.List;
import java.util.function.Consumer;

/// Cuts a normalised text into the pieces that a subword model sees one at a time.
sealed interface PreTokenizer
        permits ByteLevelSplit,
                ByteLevelSplit.Words,
                PreTokenizer.Chain,
                PreTokenizer.BertSplit,
                PreTokenizer.WhitespaceSplit,
                Metaspace {
    /// Hands over the pieces in order; none is empty.
    void split(AlignedText text, Consumer<AlignedText> out);

    /// Each piece of one is cut by the next.
    record Chain(List<PreTokenizer> parts) implements PreTokenizer {
        @Override
        public void split(AlignedText text, Consumer<AlignedText> out) {
            split(0, text, out);
        }

        private void split(int part, AlignedText text, Consumer<AlignedText> out) {
            if (part == parts.size()) {
                out.accept(text);
            } else {
                parts.get(part).split(text, piece -> split(part + 1, piece, out));
            }
        }
    }

    /// Words between white space.
    record WhitespaceSplit() implements PreTokenizer {
        @Override
        public void split(AlignedText text, Consumer<AlignedText> out) {
            int begin = 0;
            for (int i = 0; i <= text.length(); i++) {
                if (i == text.length() || ReferenceUnicode.isWhitespace(text.at(i))) {
                    if (i > begin) {
                        out.accept(text.slice(begin, i));
                    }
                    begin = i + 1;
                }
            }
        }
    }

    /// Words between white space, every punctuation sign alone.
    record BertSplit() implements PreTokenizer {
        @Override
        public void split(AlignedText text, Consumer<AlignedText> out) {
            int begin = 0;
            for (int i = 0; i <= text.length(); i++) {
                boolean sign = i < text.length() && ReferenceUnicode.isPunctuation(text.at(i));
                if (i == text.length() || sign || ReferenceUnicode.isWhitespace(text.at(i))) {
                    if (i > begin) {
                        out.accept(text.slice(begin, i));
                    }
                    if (sign) {
                        out.accept(text.slice(i, i + 1));
                    }
                    begin = i + 1;
                }
            }
        }
    }
}
