package io.blip2j.tools.explain;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.explain.Explanation;
import io.blip2j.blip2.explain.Look;
import io.blip2j.blip2.image.Picture;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.OutFile;
import io.blip2j.tools.infer.DecodingOptions;
import io.blip2j.tools.infer.LavisOptions;
import io.blip2j.tools.infer.ModelOpener;
import io.blip2j.tools.infer.PictureInput;
import java.io.IOException;
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

/// Draws what the queries look at for each word of a caption.
@Command(
        name = "explain",
        description = {
            "Draw what the queries look at for each word of a caption: the picture once a word, clear where looks",
            "spoke for the word, faded elsewhere."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 explain --model Salesforce/blip2-opt-2.7b --out looks.png photo.jpg"})
public final class ExplainCommand implements Callable<Integer> {
    private static final String EVERY = "all";

    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Mixin
    private DecodingOptions decoding;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What the caption goes on from; \"\" for nothing (default: what the model was trained with).")
    private String prompt;

    @Option(names = "--out", required = true, paramLabel = "FILE.png", description = "The PNG file to write.")
    private Path out;

    @Option(
            names = "--layer",
            paramLabel = "N",
            defaultValue = EVERY,
            description = "One layer of the Q-Former, from 0 (default: all that look at the image).")
    private String layer;

    @Option(
            names = "--head",
            paramLabel = "N",
            defaultValue = EVERY,
            description = "One head of each layer, from 0 (default: all).")
    private String head;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Parameters(paramLabel = "IMAGE", description = "A file, a data: URI, or - for a picture on stdin.")
    private String image;

    @Override
    public Integer call() throws IOException {
        Console console = common.console();
        OutFile.check(out, force);
        PictureInput input = PictureInput.only(image, System.in);
        try (Blip2 blip2 = ModelOpener.open(common, lavis)) {
            Picture picture = input.read();
            Explanation explanation = blip2.explain(picture, prompt, decoding.decoding(common));
            int oneLayer = number("--layer", layer, explanation.looking());
            int oneHead = number("--head", head, heads(explanation));
            List<double[]> shares = explanation.looks().stream()
                    .map(look -> look.shares(oneLayer, oneHead))
                    .toList();
            List<String> words = explanation.looks().stream().map(Look::word).toList();
            LookStrip strip = new LookStrip(picture, explanation.columns());
            OutFile.write(out, strip.png(words, shares));
            if (!strip.hasFont()) {
                console.warn("blip2 explain: no font is installed, so no word is under its picture. Install one"
                        + " (apt install fontconfig fonts-dejavu-core), or read them with --json");
            }
            console.note(Backends.why());
            console.result(row(input, explanation, shares), text(explanation, shares) + out);
            return 0;
        }
    }

    private static List<Integer> heads(Explanation explanation) {
        List<Integer> heads = new ArrayList<>();
        int count = explanation.looks().isEmpty()
                ? 0
                : explanation.looks().getFirst().heads();
        for (int i = 0; i < count; i++) {
            heads.add(i);
        }
        return heads;
    }

    private static int number(String option, String value, List<Integer> known) {
        if (value.equals(EVERY)) {
            return Look.ALL;
        }
        for (int number : known) {
            if (value.equals(String.valueOf(number))) {
                return number;
            }
        }
        throw new InputException(
                InputException.Kind.USAGE,
                "CLI-LOOK",
                option,
                "'" + value + "'",
                "one of " + known + " of this model, or " + EVERY,
                "Choose one of them");
    }

    private Map<String, Object> row(PictureInput input, Explanation explanation, List<double[]> shares) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("image", input.name());
        row.put("layer", layer.equals(EVERY) ? EVERY : Integer.valueOf(layer));
        row.put("head", head.equals(EVERY) ? EVERY : Integer.valueOf(head));
        row.put("file", out.toString());
        row.put("caption", explanation.text());
        row.put("columns", explanation.columns());
        List<Map<String, Object>> words = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            Map<String, Object> word = new LinkedHashMap<>();
            word.put("word", explanation.looks().get(i).word());
            word.put("gain", explanation.looks().get(i).gain());
            word.put("shares", shares.get(i));
            words.add(word);
        }
        row.put("words", words);
        return row;
    }

    /// For a person: where each word's largest share lies.
    private static String text(Explanation explanation, List<double[]> shares) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < shares.size(); i++) {
            int best = 0;
            for (int p = 0; p < shares.get(i).length; p++) {
                best = shares.get(i)[p] > shares.get(i)[best] ? p : best;
            }
            lines.append(String.format(
                    Locale.ROOT,
                    "%-14s %+6.2f in log-probability, %3.0f %% of it by row %d, column %d%n",
                    explanation.looks().get(i).word(),
                    explanation.looks().get(i).gain(),
                    100 * shares.get(i)[best],
                    best / explanation.columns() + 1,
                    best % explanation.columns() + 1));
        }
        return lines.toString();
    }
}
