package io.blip2j.tools.cli;

import io.blip2j.core.InputException;

/// Exit codes of the `blip2` command, close to those of `sysexits.h`.
///
/// 130 and 143 (stopped by Ctrl-C or `kill`) are given by the JVM itself.
public enum ExitCode {
    /// Done.
    OK(0),
    /// Wrong use of options or arguments.
    USAGE(64),
    /// An input is there, but bad.
    BAD(65),
    /// An input is not there.
    MISSING(66),
    /// No JDK 25, backend or library.
    UNAVAILABLE(69),
    /// A bug of ours.
    BUG(70),
    /// Over the memory budget, of host or device.
    MEMORY(71),
    /// The output exists and is not ours, or is finished.
    EXISTS(73),
    /// Reading or writing failed; the disk is full.
    IO(74),
    /// A rank was lost; the run can be resumed.
    LOST(75),
    /// Training stopped on values that are not finite or not reproducible.
    NOT_FINITE(76),
    /// A configuration or recipe is wrong.
    CONFIG(78);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /// The number that the shell gets.
    public int code() {
        return code;
    }

    /// The code for a kind of problem with something from outside.
    public static ExitCode of(InputException.Kind kind) {
        return switch (kind) {
            case USAGE -> USAGE;
            case BAD -> BAD;
            case MISSING -> MISSING;
            case UNAVAILABLE -> UNAVAILABLE;
            case MEMORY -> MEMORY;
            case EXISTS -> EXISTS;
            case IO -> IO;
            case NOT_FINITE -> NOT_FINITE;
            case CONFIG -> CONFIG;
        };
    }
}
