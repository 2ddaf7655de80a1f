package io.blip2j.blip2.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds added tokens: leftmost first, of several at one place the longest.
///
/// Tokens that do not want normalised text are looked for first, in the text as given; the others in what the
/// normaliser makes of the rest (their own content normalised likewise).
///
/// **Source:** `AddedVocabulary` of tokenizers 0.23.
final class AddedTokens {
    /// Takes the parts of a text in order.
    interface Sink {
        /// An added token that covers all of `text`.
        void token(AddedToken token, AlignedText text);

        /// Text without added tokens.
        void text(AlignedText text);
    }

    private final List<AddedToken> tokens;
    private final Set<String> special = new HashSet<>();
    private final PieceTrie plain = new PieceTrie();
    private final PieceTrie normalized = new PieceTrie();

    AddedTokens(List<AddedToken> tokens, Normalizer normalizer) {
        this.tokens = List.copyOf(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            AddedToken token = tokens.get(i);
            if (token.special()) {
                special.add(token.content());
            }
            if (token.normalized() && normalizer != null) {
                normalized.add(normalizer.apply(AlignedText.of(token.content())).toString(), i);
            } else {
                (token.normalized() ? normalized : plain).add(token.content(), i);
            }
        }
    }

    /// Whether a token is special.
    boolean isSpecial(String content) {
        return special.contains(content);
    }

    /// Cuts a text as given at the tokens that do not want it normalised.
    void splitPlain(AlignedText text, Sink out) {
        split(plain, text, out);
    }

    /// Cuts a normalised text at the other tokens.
    void splitNormalized(AlignedText text, Sink out) {
        split(normalized, text, out);
    }

    private void split(PieceTrie trie, AlignedText text, Sink out) {
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            int end = i;
            int found = -1;
            int node = PieceTrie.ROOT;
            for (int j = i; j < text.length() && node >= 0; j++) {
                node = trie.step(node, text.at(j));
                if (node >= 0 && trie.piece(node) >= 0) {
                    found = trie.piece(node);
                    end = j + 1;
                }
            }
            if (found < 0) {
                continue;
            }
            AddedToken token = tokens.get(found);
            if (!token.singleWord() || standsAlone(text, i, end)) {
                int from = token.stripLeft() ? Math.max(done, spaceBefore(text, i)) : Math.max(done, i);
                int to = token.stripRight() ? spaceAfter(text, end) : end;
                if (done < from) {
                    out.text(text.slice(done, from));
                }
                out.token(token, text.slice(from, to));
                done = to;
            }
            i = end - 1;
        }
        if (done < text.length()) {
            out.text(text.slice(done, text.length()));
        }
    }

    private static boolean standsAlone(AlignedText text, int begin, int end) {
        return (begin == 0 || !isWord(text.at(begin - 1))) && (end == text.length() || !isWord(text.at(end)));
    }

    /// What a regular expression calls a word character: letters, marks, decimal digits, connectors, joiners.
    private static boolean isWord(int c) {
        return Character.isAlphabetic(c)
                || c == 0x200C
                || c == 0x200D
                || switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.DECIMAL_DIGIT_NUMBER,
                            Character.CONNECTOR_PUNCTUATION -> true;
                    default -> false;
                };
    }

    private static int spaceBefore(AlignedText text, int at) {
        int begin = at;
        while (begin > 0 && ReferenceUnicode.isWhitespace(text.at(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private static int spaceAfter(AlignedText text, int at) {
        int end = at;
        while (end < text.length() && ReferenceUnicode.isWhitespace(text.at(end))) {
            end++;
        }
        return end;
    }
}
