package io.blip2j.tools;

import io.blip2j.tools.cli.Failures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A command that has run in this process.
///
/// @param code its exit code
/// @param out what it printed on stdout
/// @param err what it printed on stderr
public record Finished(int code, String out, String err) {
    /// Runs `blip2 ARGUMENTS`.
    public static Finished run(String... arguments) {
        return run(new byte[0], arguments);
    }

    /// Runs it with these bytes on stdin.
    public static Finished run(byte[] stdin, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(results, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(messages, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(stdin));
            Failures failures = new Failures(System.err, false);
            int code = Blip2Command.run(Blip2Command.commandLine(failures, Map.of()), failures, arguments);
            return new Finished(
                    code, results.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.setIn(in);
        }
    }

    /// The rows of JSON on stdout.
    public List<JsonNode> rows() {
        JsonMapper mapper = new JsonMapper();
        return out.lines().map(mapper::readTree).toList();
    }

    /// The names of a row's fields in their order.
    public List<String> fields(int row) {
        return List.copyOf(rows().get(row).propertyNames());
    }
}
