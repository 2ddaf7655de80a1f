package io.blip2j.tools.cli;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says every failure in one line on stderr and gives its exit code; `--debug` adds the stack trace.
///
/// @param err where to say it
/// @param debug whether to add the stack trace
public record Failures(PrintStream err, boolean debug) {
    /// A failure as it is told: the sentence and the code.
    public record Told(ExitCode code, String sentence) {}

    /// Tells a failure of `command` and returns the exit code.
    public int tell(String command, Throwable failure) {
        Told told = classify(failure);
        err.println(command + ": " + oneLine(told.sentence()));
        if (debug) {
            failure.printStackTrace(err);
        } else if (told.code() == ExitCode.BUG) {
            err.println(command + ": this is a bug in blip2; --debug shows where");
        }
        return told.code().code();
    }

    /// Tells wrong use: what is wrong, the nearest that is right, where the help is.
    public int usage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String nearest = "";
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> close = unmatched.getSuggestions();
            nearest = close.isEmpty() ? "" : " Did you mean " + close.getFirst() + "?";
        }
        err.println(name + ": " + oneLine(failure.getMessage()) + "." + nearest + " See: " + name + " --help");
        if (debug) {
            failure.printStackTrace(err);
        }
        return ExitCode.USAGE.code();
    }

    /// What kind of failure it is, found along the chain of causes. What we say ourselves and a full heap count
    /// first: image readers wrap even that into something about input.
    public static Told classify(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InputException || cause instanceof OutOfMemoryError) {
                return known(cause);
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Told told = known(cause);
            if (told != null) {
                return told;
            }
        }
        return new Told(ExitCode.BUG, failure.toString());
    }

    private static Told known(Throwable failure) {
        return switch (failure) {
            case InputException input -> new Told(ExitCode.of(input.kind()), input.getMessage());
            case OutOfMemoryError full ->
                new Told(
                        ExitCode.MEMORY,
                        "out of memory (" + full.getMessage() + "), heap limit is "
                                + (Runtime.getRuntime().maxMemory() >> 20)
                                + " MB. Use smaller batches, a smaller model, or a machine with more memory");
            case NoSuchFileException file -> new Told(ExitCode.MISSING, file.getFile() + ": no such file or folder");
            case AccessDeniedException file ->
                new Told(ExitCode.IO, file.getFile() + ": permission denied. Choose another place or mend its rights");
            case FileSystemException file -> new Told(ExitCode.IO, file.getFile() + ": " + disk(file.getReason()));
            case IOException io -> new Told(ExitCode.IO, disk(io.getMessage()));
            default -> null;
        };
    }

    private static String disk(String reason) {
        String text = reason == null ? "reading or writing failed" : reason;
        return text.contains("No space left")
                ? "no space left on the disk. Free some, or write elsewhere with --out, then run again"
                : text;
    }

    private static String oneLine(String text) {
        return text == null ? "no message" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
