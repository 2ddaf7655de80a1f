package io.blip2j.tools.infer;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Decoding;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says what is on pictures.
@Command(
        name = "caption",
        description = "Say what is on pictures.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 caption --model Salesforce/blip2-opt-2.7b --json photos/*.jpg"})
public final class CaptionCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Mixin
    private DecodingOptions decoding;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What captions go on from; \"\" for nothing (default: what the model was trained with).")
    private String prompt;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "Files, folders, globs, data: URIs, or - for a picture on stdin.")
    private List<String> images;

    @Override
    public Integer call() {
        Console console = common.console();
        Decoding how = decoding.decoding(common);
        List<PictureInput> inputs = PictureInput.of(images, System.in);
        try (Blip2 blip2 = ModelOpener.open(common, lavis)) {
            return new PictureRun("blip2 caption", console, inputs)
                    .run(
                            (pictures, first) -> blip2.caption(pictures, prompt, how.from(first)),
                            (input, reply) -> console.result(
                                    ReplyRow.of(Map.of("image", input.name()), "caption", reply, true),
                                    ReplyRow.text(input.name(), reply, inputs.size() > 1)));
        }
    }
}
