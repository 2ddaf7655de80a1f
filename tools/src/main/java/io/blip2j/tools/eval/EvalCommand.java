package io.blip2j.tools.eval;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Decoding;
import io.blip2j.blip2.data.DataSet;
import io.blip2j.blip2.evaluate.Reranking;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.data.DataPlace;
import io.blip2j.tools.infer.DecodingOptions;
import io.blip2j.tools.infer.LavisOptions;
import io.blip2j.tools.infer.ModelOpener;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Scores a model on a data set.
@Command(
        name = "eval",
        description = "Score a model on a data set, in the field's own numbers.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  blip2 eval caption --model my-run --data coco_karpathy_test.json --images coco/images --out scores"
        })
public final class EvalCommand implements Callable<Integer> {
    /// What is scored.
    enum Task {
        CAPTION,
        VQA,
        GQA,
        RETRIEVAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Mixin
    private DecodingOptions decoding;

    @Mixin
    private DataPlace place;

    @Parameters(index = "0", paramLabel = "caption|vqa|gqa|retrieval", description = "The task.")
    private Task task;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description = "Annotations, a shard, or a folder; 'blip2 data --help' names the formats.")
    private Path data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where scores and result files go.")
    private Path out;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What captions go on from; \"\" for nothing (default: what the model was trained with).")
    private String prompt;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "" + Reranking.PAPER,
            description =
                    "Retrieval: how many of the most similar ones are looked at again (default: ${DEFAULT-VALUE}).")
    private int candidates;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N samples.")
    private Integer limit;

    @Override
    public Integer call() {
        Console console = common.console();
        Decoding how = decoding.decoding(common);
        EvalRun.requireNew(out);
        DataSet set = DataSet.open(place.spec(data));
        try (Blip2 blip2 = ModelOpener.open(common, lavis)) {
            EvalRun run = new EvalRun(task.toString(), set, limit, place.split(data), out, console);
            Map<String, Object> scores = switch (task) {
                case CAPTION -> new CaptionEval(run, blip2, prompt, how).scores();
                case VQA -> new AnswerEval(run, blip2, how, false).scores();
                case GQA -> new AnswerEval(run, blip2, how, true).scores();
                case RETRIEVAL -> new RetrievalEval(run, blip2, candidates).scores();
            };
            return run.finish(scores);
        }
    }
}
