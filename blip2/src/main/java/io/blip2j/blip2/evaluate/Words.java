package io.blip2j.blip2.evaluate;

import java.util.ArrayList;
import java.util.List;

/// Splitting at white space as Python's `str.split()` does.
final class Words {
    private Words() {}

    /// The words of a text, none of them empty.
    static String[] split(String text) {
        List<String> words = new ArrayList<>();
        int begin = -1;
        for (int at = 0; at <= text.length(); at++) {
            boolean space = at == text.length() || isSpace(text.charAt(at));
            if (space && begin >= 0) {
                words.add(text.substring(begin, at));
                begin = -1;
            } else if (!space && begin < 0) {
                begin = at;
            }
        }
        return words.toArray(String[]::new);
    }

    /// A text without white space at its ends.
    static String strip(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isSpace(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    /// Python's white space: Unicode's, and the four separators U+001C to U+001F.
    static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || c >= '\t' && c <= '\r' || c >= 0x1C && c <= 0x1F || c == 0x85;
    }
}
