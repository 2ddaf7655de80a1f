package io.blip2j.tools.infer;

import io.blip2j.blip2.lavis.LavisParts;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where the parts lie that a checkpoint of LAVIS (`--model FILE.pth`) leaves out, as a Picocli mixin.
public final class LavisOptions {
    @Option(
            names = "--vision",
            paramLabel = "DIR|FILE",
            description =
                    "With --model FILE.pth: its frozen image encoder (eva_vit_g.pth, clip_vit_L.pth or a folder).")
    private Path vision;

    @Option(
            names = "--language",
            paramLabel = "DIR",
            description = "With --model FILE.pth: its frozen language model and tokenizer.")
    private Path language;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "With --model FILE.pth: the tokenizer of the Q-Former (bert-base-uncased).")
    private Path tokenizer;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            description = "With --model FILE.pth: height and width of pictures, if not the encoder's own.")
    private int imageSize;

    /// The parts.
    public LavisParts parts() {
        return new LavisParts(vision, language, tokenizer, imageSize);
    }
}
