package io.blip2j.blip2.image;

import io.blip2j.core.InputException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/// Base64 as strictly as it can be read: one text for each sequence of bytes.
///
/// The JDK's MIME decoder skips what is not base64, and its basic one takes missing padding; here both are errors.
///
/// **Source:** RFC 4648 sections 3 and 4; RFC 2397 (`data:`).
final class Base64Text {
    private Base64Text() {}

    static byte[] ofDataUri(String uri, String what, long maxBytes) {
        int comma = uri.indexOf(',');
        String head = comma < 0 ? "" : uri.substring(0, comma).toLowerCase(Locale.ROOT);
        if (!head.startsWith("data:image/") || !head.endsWith(";base64")) {
            String shown = uri.substring(0, Math.min(Math.max(comma, 0), 40));
            throw bad(what, comma < 0 ? "no comma" : "\"" + shown + "\"", "data:image/TYPE;base64,TEXT");
        }
        return decode(uri.substring(comma + 1), what, maxBytes);
    }

    static byte[] decode(String text, String what, long maxBytes) {
        if (text.length() / 4L * 3 > maxBytes + 2) {
            throw tooLong(what, text.length() / 4L * 3, maxBytes);
        }
        if (text.length() % 4 != 0) {
            throw bad(what, text.length() + " characters", "a multiple of 4, padded with =");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter =
                    c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/';
            if (!letter && !(c == '=' && i >= text.length() - 2)) {
                throw bad(
                        what, String.format("character U+%04X at %d", (int) c, i), "A-Z a-z 0-9 + / and = at the end");
            }
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // Bits that the last character has over have to be 0, or two texts would stand for the same bytes.
            int tail = bytes.length - bytes.length % 3;
            String again = Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, tail, bytes.length));
            if (!text.endsWith(again)) {
                throw bad(what, "bits left over at the end", "zeros there");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            InputException bad = bad(what, "padding in the wrong place", "= only at the end");
            bad.initCause(e);
            throw bad;
        }
    }

    static InputException tooLong(String what, long length, long maxBytes) {
        return new InputException(
                InputException.Kind.BAD,
                "IMG-BYTES",
                what,
                length + " bytes",
                "at most " + maxBytes,
                "Compress or scale the picture down.");
    }

    private static InputException bad(String what, String found, String expected) {
        return new InputException(
                InputException.Kind.BAD,
                "IMG-B64",
                what,
                found,
                expected,
                "Encode the file again, without line breaks.");
    }
}
