package io.blip2j.blip2.text;

import java.util.function.Consumer;

/// GPT-2's words, written as bytes.
///
/// Words are what the pattern `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+` finds, cut
/// here by hand in linear time; a space belongs to the word after it. Then each UTF-8 byte becomes one character of
/// [ByteAlphabet]; the bytes of one character share its range in the text.
///
/// @param prefixSpace whether a text that begins without a space gets one
/// @param words whether to cut into words
///
/// **Source:** `ByteLevel` of tokenizers 0.23.
record ByteLevelSplit(boolean prefixSpace, boolean words) implements PreTokenizer {
    /// The pattern as files write it.
    static final String PATTERN = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private enum Kind {
        LETTER,
        NUMBER,
        SPACE,
        OTHER
    }

    @Override
    public void split(AlignedText text, Consumer<AlignedText> out) {
        AlignedText whole = prefixSpace && text.at(0) != ' ' ? prefixed(text) : text;
        int end;
        for (int begin = 0; begin < whole.length(); begin = end) {
            end = words ? wordEnd(whole, begin) : whole.length();
            out.accept(bytes(whole.slice(begin, end)));
        }
    }

    /// The words alone, as characters.
    record Words() implements PreTokenizer {
        @Override
        public void split(AlignedText text, Consumer<AlignedText> out) {
            int end;
            for (int begin = 0; begin < text.length(); begin = end) {
                end = wordEnd(text, begin);
                out.accept(text.slice(begin, end));
            }
        }
    }

    private static AlignedText prefixed(AlignedText text) {
        AlignedText.Builder builder = new AlignedText.Builder(text);
        builder.add(' ', 0);
        for (int i = 0; i < text.length(); i++) {
            builder.add(text.at(i), i);
        }
        return builder.build();
    }

    /// Where the word that begins at `begin` ends.
    private static int wordEnd(AlignedText text, int begin) {
        int first = text.at(begin);
        if (first == '\'') {
            int suffix = contraction(text, begin + 1);
            if (suffix > 0) {
                return begin + 1 + suffix;
            }
        }
        int body = first == ' ' && begin + 1 < text.length() ? begin + 1 : begin;
        Kind kind = kind(text.at(body));
        if (kind != Kind.SPACE) {
            return runEnd(text, body, kind);
        }
        int end = runEnd(text, begin, Kind.SPACE);
        // the last space of a run belongs to the word that follows
        return end == text.length() || end == begin + 1 ? end : end - 1;
    }

    private static int runEnd(AlignedText text, int begin, Kind kind) {
        int end = begin + 1;
        while (end < text.length() && kind(text.at(end)) == kind) {
            end++;
        }
        return end;
    }

    /// Length of the English ending (`s t re ve m ll d`) at a place, or 0.
    private static int contraction(AlignedText text, int at) {
        if (at >= text.length()) {
            return 0;
        }
        int second = at + 1 < text.length() ? text.at(at + 1) : -1;
        return switch (text.at(at)) {
            case 's', 't', 'm', 'd' -> 1;
            case 'r', 'v' -> second == 'e' ? 2 : 0;
            case 'l' -> second == 'l' ? 2 : 0;
            default -> 0;
        };
    }

    private static Kind kind(int c) {
        if (ReferenceUnicode.isWhitespace(c)) {
            return Kind.SPACE;
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER -> Kind.LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> Kind.NUMBER;
            default -> Kind.OTHER;
        };
    }

    private static AlignedText bytes(AlignedText word) {
        AlignedText.Builder out = new AlignedText.Builder(word);
        for (int i = 0; i < word.length(); i++) {
            int c = word.at(i);
            if (c < 0x80) {
                out.add(ByteAlphabet.charOf(c), i);
            } else if (c < 0x800) {
                out.add(ByteAlphabet.charOf(0xC0 | c >> 6), i);
                out.add(ByteAlphabet.charOf(0x80 | c & 0x3F), i);
            } else if (c < 0x10000) {
                out.add(ByteAlphabet.charOf(0xE0 | c >> 12), i);
                out.add(ByteAlphabet.charOf(0x80 | c >> 6 & 0x3F), i);
                out.add(ByteAlphabet.charOf(0x80 | c & 0x3F), i);
            } else {
                out.add(ByteAlphabet.charOf(0xF0 | c >> 18), i);
                out.add(ByteAlphabet.charOf(0x80 | c >> 12 & 0x3F), i);
                out.add(ByteAlphabet.charOf(0x80 | c >> 6 & 0x3F), i);
                out.add(ByteAlphabet.charOf(0x80 | c & 0x3F), i);
            }
        }
        return out.build();
    }
}
