package io.blip2j.core.io;

import io.blip2j.core.InputException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a header is before it is JSON: strict UTF-8 that begins with `{`; and how its names are shown to a person.
final class HeaderText {
    private HeaderText() {}

    /// Refuses bytes that are no UTF-8, a byte-order mark, and anything in front of the object.
    static void check(String file, byte[] json) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports bad bytes, never replaces them
        ByteBuffer in = ByteBuffer.wrap(json);
        CharBuffer out = CharBuffer.allocate(8192);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        if (result.isError()) {
            throw bad("ST-UTF8", file, "a header that is no UTF-8 at its byte " + in.position());
        }
        if ((json[0] & 0xFF) == 0xEF) {
            throw bad("ST-JSON", file, "a header that begins with a byte-order mark");
        }
        if (json[0] != '{') {
            throw bad("ST-JSON", file, "a header that begins with '" + shown(String.valueOf((char) json[0])) + "'");
        }
    }

    /// Text from a file, its control characters written out, so that no name can move the cursor of a terminal.
    static String shown(String text) {
        StringBuilder safe = new StringBuilder();
        for (char c : text.substring(0, Math.min(text.length(), 200)).toCharArray()) {
            if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return text.length() > 200 ? safe.append("...").toString() : safe.toString();
    }

    /// Whether an escape such as `\ud800` left half of a pair: such a name is no text.
    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private static InputException bad(String code, String file, String found) {
        return new InputException(
                InputException.Kind.BAD,
                code,
                file,
                found,
                "a header that is a JSON object in UTF-8",
                "Download or save it again");
    }
}
