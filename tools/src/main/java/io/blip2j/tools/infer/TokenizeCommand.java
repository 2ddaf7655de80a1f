package io.blip2j.tools.infer;

import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.core.InputException;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.ExitCode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Says what tokens a model makes of texts: one JSON string a line in, one row of ids and tokens a line out.
@Command(
        name = "tokenize",
        description = "Say what tokens a model makes of texts: one JSON string a line in.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Ids have the special tokens that a model's input has and are never cut or padded. Without --which the",
            "tokenizer at the root of the folder is taken.",
            "",
            "Example:",
            "  echo '\"a photo of\"' | blip2 tokenize --model Salesforce/blip2-opt-2.7b --json"
        })
public final class TokenizeCommand implements Callable<Integer> {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--which",
            paramLabel = "language|qformer",
            description = "Whose tokenizer: the language model's or the Q-Former's.")
    private TokenizerOwner which = TokenizerOwner.ROOT;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE|-",
            defaultValue = "-",
            description = "Texts, one JSON string a line; - for stdin (default).")
    private String file;

    /// What `--json` prints.
    private record Row(int[] ids, List<String> tokens) {}

    @Override
    public Integer call() throws IOException {
        Console console = common.console();
        Tokenizer tokenizer = which.load(ModelPlace.find(common.model(), System.getenv()));
        String name = file.equals("-") ? "stdin" : file;
        try (InputStream in =
                new BufferedInputStream(file.equals("-") ? System.in : Files.newInputStream(Path.of(file)))) {
            return run(tokenizer, in, name, console).code();
        }
    }

    /// Goes through all lines, and on past bad ones, which get a row that says so.
    private static ExitCode run(Tokenizer tokenizer, InputStream in, String name, Console console) throws IOException {
        ExitCode code = ExitCode.OK;
        int number = 0;
        for (byte[] line = next(in); line != null; line = next(in)) {
            number++;
            try {
                show(tokenizer, text(line, name + ", line " + number), console);
            } catch (InputException bad) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("error", bad.getMessage());
                row.put("code", bad.code());
                console.row(row);
                console.warn("blip2 tokenize: " + bad.getMessage());
                code = ExitCode.BAD;
            }
        }
        return code;
    }

    private static void show(Tokenizer tokenizer, String text, Console console) {
        int[] ids = tokenizer.encode(text, true).ids();
        List<String> tokens = new ArrayList<>(ids.length);
        StringBuilder both = new StringBuilder();
        for (int id : ids) {
            String token = tokenizer.token(id);
            tokens.add(token);
            both.append(both.isEmpty() ? "" : " ").append(id).append(':').append(token);
        }
        console.result(new Row(ids, tokens), both.toString());
    }

    private static String text(byte[] line, String what) {
        String found;
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node.isString()) {
                return node.stringValue();
            }
            found = node.isMissingNode()
                    ? "an empty line"
                    : node.getNodeType().toString().toLowerCase(Locale.ROOT);
        } catch (JacksonException problem) {
            found = problem.getOriginalMessage();
        }
        throw new InputException(
                InputException.Kind.BAD,
                "CLI-TEXT",
                what,
                found,
                "one JSON string, such as \"a photo of\"",
                "Write each text as JSON on a line of its own");
    }

    /// The next line without its end, or null. Bytes, so that the JSON reader sees what is no UTF-8.
    private static byte[] next(InputStream in) throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (; c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        return line.toByteArray();
    }
}
