package io.blip2j.blip2.text;

import java.util.function.Consumer;

/// Writes spaces as a visible sign, puts one in front, and cuts before each.
///
/// @param sign what a space becomes, U+2581
/// @param prepend where a sign is put in front of a text that has none
/// @param cut whether each sign begins a new piece
///
/// **Source:** `Metaspace` of tokenizers 0.23.
record Metaspace(int sign, Prepend prepend, boolean cut) implements PreTokenizer {
    /// Where a leading sign is added.
    enum Prepend {
        /// To every piece that comes in.
        ALWAYS,
        /// To the piece at the beginning of the whole text.
        FIRST,
        /// Nowhere.
        NEVER
    }

    @Override
    public void split(AlignedText text, Consumer<AlignedText> out) {
        AlignedText signed = signed(text);
        int begin = 0;
        for (int i = 1; i <= signed.length(); i++) {
            if (i == signed.length() || cut && signed.at(i) == sign) {
                out.accept(signed.slice(begin, i));
                begin = i;
            }
        }
    }

    private AlignedText signed(AlignedText text) {
        AlignedText.Builder builder = new AlignedText.Builder(text);
        boolean wanted = switch (prepend) {
            case ALWAYS -> true;
            case FIRST -> text.originalFrom(0) == 0;
            case NEVER -> false;
        };
        if (wanted && text.at(0) != sign && text.at(0) != ' ') {
            builder.add(sign, 0);
        }
        for (int i = 0; i < text.length(); i++) {
            builder.add(text.at(i) == ' ' ? sign : text.at(i), i);
        }
        return builder.build();
    }
}
