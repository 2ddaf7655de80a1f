package io.blip2j.tools.infer;

import io.blip2j.blip2.Blip2;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says how well pictures and a text fit.
@Command(
        name = "match",
        description = "Say how well pictures and a text fit: itm, the probability of a match, and itc, a cosine.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  blip2 match --model Salesforce/blip2-itm-vit-g --text \"a cat on a sofa\" cat.jpg dog.jpg"
        })
public final class MatchCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "The text.")
    private String text;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "Files, folders, globs, data: URIs, or - for a picture on stdin.")
    private List<String> images;

    /// What `--json` prints.
    private record Row(String image, String text, double itm, double itc) {}

    @Override
    public Integer call() {
        Console console = common.console();
        List<PictureInput> inputs = PictureInput.of(images, System.in);
        try (Blip2 blip2 = ModelOpener.open(common, lavis)) {
            return new PictureRun("blip2 match", console, inputs)
                    .run(
                            (pictures, _) -> blip2.match(pictures, text),
                            (input, match) -> console.result(
                                    new Row(input.name(), text, match.itm(), match.itc()),
                                    String.format(
                                            Locale.ROOT,
                                            "itm %.3f  itc %.3f  %s",
                                            match.itm(),
                                            match.itc(),
                                            input.name())));
        }
    }
}
