package io.blip2j.blip2.text;

/// BERT's clean-up: drops controls, sets spaces around ideographs, strips accents, lower-cases.
///
/// Each works on single characters but for the order of marks, so one pass does all; [AccentStripper] has the third.
///
/// **Source:** `BertNormalizer` of tokenizers 0.23; accents are stripped where the text is lower-cased unless the
/// file says otherwise.
record BertNormalizer(boolean cleanText, boolean spaceIdeographs, boolean stripAccents, boolean lowercase)
        implements Normalizer {
    @Override
    public AlignedText apply(AlignedText text) {
        AlignedText.Builder out = new AlignedText.Builder(text);
        AccentStripper stripper = stripAccents ? new AccentStripper(out, lowercase) : null;
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
                add(' ', i, stripper, out);
                add(c, i, stripper, out);
                add(' ', i, stripper, out);
            } else {
                add(c, i, stripper, out);
            }
        }
        if (stripAccents) {
            stripper.finish();
        }
        return out.build();
    }

    private void add(int c, int index, AccentStripper stripper, AlignedText.Builder out) {
        if (stripAccents) {
            stripper.add(c, index);
        } else if (lowercase) {
            Lowercase.add(c, index, out);
        } else {
            out.add(c, index);
        }
    }
}
