package io.blip2j.blip2.text;

/// BERT's clean-up: drops controls, sets spaces around ideographs, strips accents, lower-cases.
///
/// All four work on single characters, so one pass does them. A decomposed character's marks are dropped at once. The
/// few marks that stay (spacing ones, and those younger than the reference's tables) are not brought into canonical
/// order first: ids do not change, their offsets may be exchanged with a neighbouring mark's.
///
/// **Source:** `BertNormalizer` of tokenizers 0.23; accents are stripped where the text is lower-cased unless the
/// file says otherwise.
record BertNormalizer(boolean cleanText, boolean spaceIdeographs, boolean stripAccents, boolean lowercase)
        implements Normalizer {
    @Override
    public AlignedText apply(AlignedText text) {
        AlignedText.Builder out = new AlignedText.Builder(text);
        for (int i = 0; i < text.length(); i++) {
            int c = text.at(i);
            if (cleanText) {
                boolean layout = c == '\t' || c == '\n' || c == '\r';
                if (c == 0xFFFD || !layout && ReferenceUnicode.isControl(c)) {
                    continue;
                }
                c = ReferenceUnicode.isWhitespace(c) ? ' ' : c;
            }
            if (spaceIdeographs && ReferenceUnicode.isIdeograph(c)) {
                out.add(' ', i);
                strip(c, i, out);
                out.add(' ', i);
            } else {
                strip(c, i, out);
            }
        }
        return out.build();
    }

    private void strip(int c, int index, AlignedText.Builder out) {
        String parts = stripAccents ? ReferenceUnicode.decomposition(c) : null;
        if (parts == null) {
            if (!stripAccents || !ReferenceUnicode.isMark(c)) {
                lower(c, index, out);
            }
            return;
        }
        for (int i = 0; i < parts.length(); i += Character.charCount(parts.codePointAt(i))) {
            int part = parts.codePointAt(i);
            if (!ReferenceUnicode.isMark(part)) {
                lower(part, index, out);
            }
        }
    }

    private void lower(int c, int index, AlignedText.Builder out) {
        if (lowercase) {
            Lowercase.add(c, index, out);
        } else {
            out.add(c, index);
        }
    }
}
