package io.blip2j.blip2.text;

import java.util.List;

/// Where special tokens stand around one text or a pair: `[CLS] A [SEP] B [SEP]`, `</s> A`, `A </s>`.
///
/// @param single parts for one text
/// @param pair parts for two
/// @param trimSpaces whether ranges leave out the spaces that byte-level tokens hold
/// @param prefixSpace with `trimSpaces`: whether the first space was put there by the tokenizer
record Template(List<Part> single, List<Part> pair, boolean trimSpaces, boolean prefixSpace) {
    /// One place of a template.
    sealed interface Part {
        int typeId();
    }

    /// The tokens of a text: 0 the first, 1 the second.
    record Sequence(int index, int typeId) implements Part {}

    /// Special tokens.
    record Special(List<Integer> ids, int typeId) implements Part {}

    /// Nothing around a text; the second of a pair follows the first as segment 1.
    static final Template PLAIN =
            new Template(List.of(new Sequence(0, 0)), List.of(new Sequence(0, 0), new Sequence(1, 1)), false, false);

    /// A template with given parts and no trimming.
    Template(List<Part> single, List<Part> pair) {
        this(single, pair, false, false);
    }

    /// How many tokens are added to one text, or to a pair.
    int added(boolean two) {
        int count = 0;
        for (Part part : two ? pair : single) {
            if (part instanceof Special(List<Integer> ids, int _)) {
                count += ids.size();
            }
        }
        return count;
    }

    /// Moves the ranges past the spaces that tokens begin and end with, where the file asks for it.
    ///
    /// **Source:** `process_offsets` of the byte-level post-processor of tokenizers 0.23.
    Encoding trimmed(Encoding encoding, Vocabulary vocabulary) {
        if (!trimSpaces) {
            return encoding;
        }
        int[] from = encoding.offsetFrom().clone();
        int[] to = encoding.offsetTo().clone();
        for (int i = 0; i < from.length; i++) {
            String token = vocabulary.token(encoding.ids()[i]);
            int leading = 0;
            while (leading < token.length() && isSpace(token.charAt(leading))) {
                leading++;
            }
            int trailing = 0;
            while (trailing < token.length() && isSpace(token.charAt(token.length() - 1 - trailing))) {
                trailing++;
            }
            boolean ours = prefixSpace && (i == 0 || from[i] == 0);
            from[i] = Math.min(ours ? from[i] : from[i] + leading, to[i]);
            to[i] = to[i] >= trailing ? Math.max(to[i] - trailing, from[i]) : to[i];
        }
        return new Encoding(encoding.ids(), encoding.typeIds(), from, to);
    }

    private static boolean isSpace(int c) {
        return c == ByteAlphabet.charOf(' ') || ReferenceUnicode.isWhitespace(c);
    }

    /// Puts the special tokens around one text (`second` null) or a pair.
    Encoding apply(Encoding first, Encoding second) {
        EncodingBuilder out = new EncodingBuilder();
        for (Part part : second == null ? single : pair) {
            switch (part) {
                case Sequence(int index, int typeId) -> out.addAll(index == 0 ? first : second, typeId);
                case Special(List<Integer> ids, int typeId) -> ids.forEach(id -> out.add(id, typeId, 0, 0));
            }
        }
        return out.build();
    }
}
