package io.blip2j.tools.cli;

import java.io.PrintStream;
import tools.jackson.databind.ObjectMapper;

/// Where a command prints: results on stdout, progress and messages on stderr.
///
/// With `--json` stdout has one object per line and nothing else; with `--quiet` stderr has errors alone.
public final class Console {
    /// Width of the terminal that stderr is, set by the launcher; 0 or absent if it is none.
    private static final int COLUMNS = Integer.getInteger("blip2j.columns", 0);

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final boolean quiet;
    private final int columns;
    private ObjectMapper mapper;

    /// @param out where results go
    /// @param err where everything else goes
    /// @param json whether results are JSON lines
    /// @param quiet whether progress and notes are left out
    /// @param columns width of the terminal that `err` is, 0 if it is none
    public Console(PrintStream out, PrintStream err, boolean json, boolean quiet, int columns) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.quiet = quiet;
        this.columns = columns;
    }

    public static Console standard(boolean json, boolean quiet) {
        return new Console(System.out, System.err, json, quiet, COLUMNS);
    }

    /// Whether results are JSON lines.
    public boolean json() {
        return json;
    }

    /// Whether stderr is a terminal, that is whether somebody looks on.
    public boolean isTerminal() {
        return columns > 0;
    }

    /// Prints a piece of a result that is still growing; nothing with `--json`. [#text] ends the line.
    public void piece(String text) {
        if (!json) {
            out.print(text);
            out.flush();
        }
    }

    /// Asks a person for input: no line end behind it, and not silenced by `--quiet`.
    public void ask(String text) {
        err.print(text);
        err.flush();
    }

    /// Prints a result in both its forms: `row` (a record or map) as one JSON line with `--json`, else `text`.
    public void result(Object row, String text) {
        if (json) {
            row(row);
        } else {
            text(text);
        }
    }

    /// Prints a result for a person; nothing with `--json`.
    public void text(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }

    /// Prints a record or map as one JSON line; nothing without `--json`.
    public void row(Object row) {
        if (json) {
            if (mapper == null) {
                mapper = new ObjectMapper();
            }
            out.println(mapper.writeValueAsString(row));
            out.flush();
        }
    }

    /// Prints a JSON object that is text already as one line; nothing without `--json`.
    public void jsonLine(String object) {
        if (json) {
            out.println(object);
            out.flush();
        }
    }

    /// Says something on stderr; nothing with `--quiet`.
    public void note(String text) {
        if (!quiet) {
            err.println(text);
        }
    }

    /// Says on stderr what went wrong with one of many inputs while the others go on.
    public void warn(String text) {
        err.println(text);
    }

    /// Starts a progress line on stderr.
    /// @param what the job, in a word or two
    /// @param total number of steps, images, bytes ...; 0 if unknown
    public Progress progress(String what, long total) {
        return new Progress(quiet ? null : err, columns, what, total, System::nanoTime);
    }
}
