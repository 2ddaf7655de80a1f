package io.blip2j.tools.infer;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.PictureFeatures;
import io.blip2j.blip2.TextFeatures;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.OutFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.ObjectMapper;

/// Writes what the Q-Former makes of pictures and of a text as one safetensors file.
///
/// | tensor | shape | |
/// |---|---|---|
/// | `image_embeds` | `[images, queries, hidden]` | the queries after looking at each picture |
/// | `image_embeds_proj` | `[images, queries, features]` | the same for comparing, normalised |
/// | `multimodal_embeds` | `[images, queries, hidden]` | the queries after reading the text too |
/// | `text_embeds` | `[1, seq, hidden]` | the text alone |
/// | `text_embeds_proj` | `[1, seq, features]` | the same for comparing, normalised; row 0 stands for the text |
///
/// Row `i` is the i-th good picture; their names are a JSON list in the file's metadata, under `images`.
///
/// **Source:** LAVIS `Blip2Qformer.extract_features`, whose names these are.
@Command(
        name = "features",
        description = "Write image features as safetensors; with --text, text and multimodal features too.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  blip2 features --model Salesforce/blip2-itm-vit-g --out photos.safetensors photos/*.jpg"
        })
public final class FeaturesCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Option(names = "--text", paramLabel = "TEXT", description = "A text that is read alone and beside each picture.")
    private String text;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The safetensors file to write.")
    private Path out;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "Files, folders, globs, data: URIs, or - for a picture on stdin.")
    private List<String> images;

    /// What `--json` prints.
    private record Row(String image, int[] shape) {}

    @Override
    public Integer call() {
        Console console = common.console();
        OutFile.check(out, force);
        List<PictureInput> inputs = PictureInput.of(images, System.in);
        List<String> names = new ArrayList<>();
        List<PictureFeatures> all = new ArrayList<>();
        try (Blip2 blip2 = ModelOpener.open(common, lavis)) {
            PictureRun run = new PictureRun("blip2 features", console, inputs);
            int code = run.run((pictures, _) -> blip2.features(pictures, text), (input, features) -> {
                names.add(input.name());
                all.add(features);
                int[] shape = {features.embeds().dim(0), features.embeds().dim(1)};
                console.result(new Row(input.name(), shape), input.name() + "\t" + shape[0] + " x " + shape[1]);
            });
            if (!all.isEmpty()) {
                TextFeatures words = text == null ? null : blip2.textFeatures(text);
                String list = new ObjectMapper().writeValueAsString(names);
                SafeTensorsWriter.write(out, tensors(all, words), Map.of("images", list));
                console.note(out + " written");
            }
            return code;
        }
    }

    private static Map<String, Tensor> tensors(List<PictureFeatures> pictures, TextFeatures text) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("image_embeds", stacked(pictures, PictureFeatures::embeds));
        tensors.put("image_embeds_proj", stacked(pictures, PictureFeatures::projected));
        if (text != null) {
            tensors.put("multimodal_embeds", stacked(pictures, PictureFeatures::multimodal));
            tensors.put("text_embeds", text.embeds().unsqueeze(0));
            tensors.put("text_embeds_proj", text.projected().unsqueeze(0));
        }
        return tensors;
    }

    private static Tensor stacked(List<PictureFeatures> pictures, Function<PictureFeatures, Tensor> part) {
        Tensor first = part.apply(pictures.getFirst());
        int each = first.dim(0) * first.dim(1);
        float[] values = new float[Math.multiplyExact(pictures.size(), each)];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(part.apply(pictures.get(i)).toFloats(), 0, values, i * each, each);
        }
        return Tensor.of(first.backend(), values, pictures.size(), first.dim(0), first.dim(1));
    }
}
