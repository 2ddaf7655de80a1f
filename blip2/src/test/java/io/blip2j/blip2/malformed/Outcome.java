package io.blip2j.blip2.malformed;

import io.blip2j.core.InputException;

/// What came of one row, as a line of a file.
///
/// @param kind of the refusal; `ACCEPTED`, or the name of another failure
/// @param message all that was said, on one line
/// @param first microseconds of CPU of the first reading
/// @param best microseconds of CPU of the quickest one
/// @param written whether anything was written
record Outcome(
        String kind,
        String code,
        String found,
        String expected,
        String fix,
        String message,
        boolean lines,
        long first,
        long best,
        boolean written) {
    static final String ACCEPTED = "ACCEPTED";
    private static final String SEPARATOR = "\u001f";

    static Outcome of(Throwable failure, long first, long best, boolean written) {
        if (failure == null) {
            return new Outcome(ACCEPTED, "", "", "", "", "", false, first, best, written);
        }
        String message = String.valueOf(failure.getMessage());
        boolean lines = message.chars().anyMatch(Character::isISOControl);
        return failure instanceof InputException told
                ? new Outcome(
                        told.kind().name(),
                        told.code(),
                        told.found(),
                        told.expected(),
                        told.fix(),
                        message,
                        lines,
                        first,
                        best,
                        written)
                : new Outcome(failure.getClass().getName(), "", "", "", "", message, lines, first, best, written);
    }

    String line() {
        String joined = String.join(
                SEPARATOR,
                kind,
                code,
                found,
                expected,
                fix,
                message,
                String.valueOf(lines),
                String.valueOf(first),
                String.valueOf(best),
                String.valueOf(written));
        return joined.replaceAll("\\R", " ");
    }

    static Outcome parse(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        return new Outcome(
                parts[0],
                parts[1],
                parts[2],
                parts[3],
                parts[4],
                parts[5],
                Boolean.parseBoolean(parts[6]),
                Long.parseLong(parts[7]),
                Long.parseLong(parts[8]),
                Boolean.parseBoolean(parts[9]));
    }
}
