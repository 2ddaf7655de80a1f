package io.blip2j.blip2.text;

import java.util.Locale;
import java.util.regex.Pattern;

/// LAVIS's cleaning of training texts.
///
/// | | captions | questions |
/// |---|---|---|
/// | case | lower | lower |
/// | `. ! " ( ) * # : ; ~` | become spaces | vanish |
/// | white space | runs of two or more become one space, none at the ends | trailing spaces go |
/// | length | the first `maxWords` words, split at single spaces | the same |
///
/// `?`, `,` and `'` stay in both.
///
/// **Source:** `BlipCaptionProcessor`, `BlipQuestionProcessor` of LAVIS 506965b.
public final class LavisText {
    /// LAVIS's limit of words.
    public static final int MAX_WORDS = 50;

    private static final Pattern SIGNS = Pattern.compile("[.!\"()*#:;~]");

    private LavisText() {}

    /// A caption, without a prompt in front.
    public static String caption(String text, int maxWords) {
        String spaced = SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
        String joined = joinSpaces(spaced);
        int end = joined.length();
        while (end > 0 && joined.charAt(end - 1) == '\n') {
            end--;
        }
        return firstWords(strip(joined.substring(0, end), true), maxWords);
    }

    /// A question.
    public static String question(String text, int maxWords) {
        String bare = SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        return firstWords(strip(bare, false), maxWords);
    }

    /// Two or more white space characters in a row become one space; a single one stays what it is.
    private static String joinSpaces(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int end;
        for (int begin = 0; begin < text.length(); begin = end) {
            end = begin + 1;
            if (isSpace(text.charAt(begin))) {
                while (end < text.length() && isSpace(text.charAt(end))) {
                    end++;
                }
            }
            out.append(end - begin > 1 ? ' ' : text.charAt(begin));
        }
        return out.toString();
    }

    /// Python's white space: Unicode's, and the four separators U+001C to U+001F.
    private static boolean isSpace(char c) {
        return ReferenceUnicode.isWhitespace(c) || c >= 0x1C && c <= 0x1F;
    }

    private static String strip(String text, boolean left) {
        int begin = 0;
        int end = text.length();
        while (left && begin < end && text.charAt(begin) == ' ') {
            begin++;
        }
        while (end > begin && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(begin, end);
    }

    private static String firstWords(String text, int maxWords) {
        int at = -1;
        for (int words = 0; words < maxWords; words++) {
            at = text.indexOf(' ', at + 1);
            if (at < 0) {
                return text;
            }
        }
        return text.substring(0, Math.max(at, 0));
    }
}
