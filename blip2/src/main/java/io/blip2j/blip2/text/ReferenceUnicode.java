package io.blip2j.blip2.text;

import java.text.Normalizer;

/// Character classes as the published tokenizers see them.
///
/// The reference carries its own Unicode tables, of several ages: categories and decompositions of Unicode 8, lower
/// case of Unicode 17. Ids must not change with the JDK's tables, so the differences are listed here; they were found
/// by asking the reference about every code point.
///
/// **Source:** tokenizers 0.23 with its crates `unicode_categories`, `unicode-normalization-alignments`.
final class ReferenceUnicode {
    /// Ranges (hexadecimal, inclusive) whose marks, punctuation, controls and decompositions are too young for it.
    private static final int[] YOUNG = ranges("""
        61d 7fd 890-8e2 9fd-9fe a76 afa-aff b55 c04-c3c c77 c84 d00 d3b-d3c d81 eba ece 180f-1886 1abf-1ace \
        1b4e-1b4f 1b7d-1b7f 1df6-1dfb 2e43-2e5d a82c a8c5 a8ff a9bd 105c9-105e4 10d24-10f89 11070-11074 \
        110c2-110cd 111c9 111cf 1123e-11241 1133b 11383-1145e 11660-1166c 116b9 1182f-11fff 12ff1-1612f \
        16d68-16f4f 16fe2-16fe4 1cf00-1cf46 1e000-1e5ff 1e944-1e95f\
        """);

    private ReferenceUnicode() {}

    /// Whether a character separates words: Unicode's White_Space, which includes no-break spaces.
    static boolean isWhitespace(int c) {
        if (c < 0x80) {
            return c == ' ' || c >= '\t' && c <= '\r';
        }
        return c == 0x85
                || c == 0xA0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200A
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /// Whether BERT makes the character a token of its own: ASCII signs of all kinds, elsewhere category P.
    static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
        }
        if (c == 0x166D || c == 0x111C9) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION -> !isYoung(c);
            default -> false;
        };
    }

    /// Whether BERT's clean-up drops the character: controls, formats and private use; unassigned ones stay.
    static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE -> !isYoung(c);
            default -> false;
        };
    }

    /// Whether the character is a non-spacing mark, which stripping accents drops.
    static boolean isMark(int c) {
        if (c < 0x300) {
            return false;
        }
        return Character.getType(c) == Character.NON_SPACING_MARK ? !isYoung(c) : c == 0x1734 || c == 0x1171E;
    }

    /// Canonical decomposition of one character, or null where it is its own.
    static String decomposition(int c) {
        if (c < 0xC0) {
            return null;
        }
        String text = Character.toString(c);
        return Normalizer.isNormalized(text, Normalizer.Form.NFD) || isYoung(c)
                ? null
                : Normalizer.normalize(text, Normalizer.Form.NFD);
    }

    /// Lower case of one character without its neighbours; U+0130 is the only one with a second character, which
    /// [BertNormalizer] adds.
    static int lower(int c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
        if (c == 0x130) {
            return 'i';
        }
        if (c == 0xA7CE || c == 0xA7D2 || c == 0xA7D4) {
            return c + 1;
        }
        return c >= 0x16EA0 && c <= 0x16EB8 ? c + 0x1B : Character.toLowerCase(c);
    }

    /// Whether BERT puts spaces around the character: the ideograph blocks of its own list.
    static boolean isIdeograph(int c) {
        return c >= 0x3400 && c <= 0x4DBF
                || c >= 0x4E00 && c <= 0x9FFF
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0x20000 && c <= 0x2A6DF
                || c >= 0x2A700 && c <= 0x2B81F
                || c >= 0x2B920 && c <= 0x2CEAF
                || c >= 0x2F800 && c <= 0x2FA1F;
    }

    private static boolean isYoung(int c) {
        int low = 0;
        int high = YOUNG.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (c < YOUNG[2 * middle]) {
                high = middle - 1;
            } else if (c > YOUNG[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private static int[] ranges(String text) {
        String[] items = text.split(" ", -1);
        int[] bounds = new int[2 * items.length];
        for (int i = 0; i < items.length; i++) {
            int dash = items[i].indexOf('-');
            bounds[2 * i] = Integer.parseInt(items[i].substring(0, dash < 0 ? items[i].length() : dash), 16);
            bounds[2 * i + 1] = Integer.parseInt(items[i].substring(dash + 1), 16);
        }
        return bounds;
    }
}
