package io.blip2j.core;

import java.util.Locale;

/// Something from outside (a file, an option, an image, a recipe) is not what it has to be.
///
/// Its message is one line, `CODE what: found X, expected Y. Fix: Z.` Control characters, which names inside a
/// file may have, are written out in it. Libraries throw it; only the command line turns its [Kind] into an exit
/// code.
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What sort of problem it is; the command line maps each to one exit code.
    public enum Kind {
        /// Wrong use of an option or argument.
        USAGE,
        /// It is there, but its content is bad.
        BAD,
        /// It is not there.
        MISSING,
        /// A JDK, backend or library is not available.
        UNAVAILABLE,
        /// A memory budget, of host or device, is exceeded.
        MEMORY,
        /// The output exists and is not ours, or is finished.
        EXISTS,
        /// Reading or writing failed; the disk is full.
        IO,
        /// Training stopped on values that are not finite or not reproducible.
        NOT_FINITE,
        /// A configuration or recipe is wrong.
        CONFIG
    }

    private final Kind kind;
    private final String code;
    private final String what;
    private final String found;
    private final String expected;
    private final String fix;

    /// @param kind sort of problem
    /// @param code short stable code such as `ST-HEADER`
    /// @param what the thing that was read, in the user's words (a path, an option)
    /// @param found what was found
    /// @param expected what has to be there
    /// @param fix what to do about it
    public InputException(Kind kind, String code, String what, String found, String expected, String fix) {
        super(oneLine(code + " " + what + ": found " + found + ", expected " + expected + ". Fix: " + fix));
        this.kind = kind;
        this.code = code;
        this.what = what;
        this.found = found;
        this.expected = expected;
        this.fix = fix;
    }

    /// Text that no line break and no escape sequence can take out of its line, and that ends like a sentence.
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        for (char c : text.strip().replaceAll("\\s*\\R\\s*", " ").toCharArray()) {
            boolean bidi = c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
            if (Character.isISOControl(c) || bidi) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return ".?!".indexOf(line.charAt(line.length() - 1)) < 0
                ? line.append('.').toString()
                : line.toString();
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String what() {
        return what;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }

    public String fix() {
        return fix;
    }
}
