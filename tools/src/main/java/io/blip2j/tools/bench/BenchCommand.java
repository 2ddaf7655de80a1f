package io.blip2j.tools.bench;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.vector.Peaks;
import io.blip2j.core.parallel.Workers;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.Progress;
import io.blip2j.tools.infer.ModelOpener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Times the parts of a model.
@Command(
        name = "bench",
        description = {
            "Time the parts of a model at real sizes, with random weights and no files.",
            "Seconds are medians: vision, qformer one batch; prefill all places of the prompts; decode one token a row;"
                    + " caption one picture; gemm one product; stage1, stage2 one optimiser step from encoded images."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 bench --preset opt-1.3b --parts vision,decode --weights bf16 --json"})
public final class BenchCommand implements Runnable {
    /// Four times the last cache of most machines.
    private static final int READ_FLOATS = 1 << 25;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "opt-125m",
            converter = PresetName.class,
            description = "opt-125m, opt-1.3b, opt-2.7b, flan-t5-xl or tiny (default: ${DEFAULT-VALUE}).")
    private Preset preset;

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            defaultValue = "vision,qformer,prefill,decode",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private List<Part> parts;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1", description = "Pictures, prompts, samples.")
    private int batch;

    @Option(
            names = "--prompt",
            paramLabel = "N",
            defaultValue = "8",
            description = "Text ids behind the image tokens; length of texts in training.")
    private int prompt;

    @Option(names = "--new", paramLabel = "N", defaultValue = "20", description = "New tokens.")
    private int words;

    @Option(names = "--num-beams", paramLabel = "N", defaultValue = "1", description = "Beams of a prompt.")
    private int beams;

    @Option(names = "--reps", paramLabel = "N", defaultValue = "3", description = "Repetitions; the median counts.")
    private int reps;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "Repetitions before those that count, while the JVM compiles (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(
            names = "--cpu-time",
            description = "Processor time in place of the clock's, for a machine that others use; needs --threads 1.")
    private boolean cpuTime;

    private static final class PresetName implements ITypeConverter<Preset> {
        @Override
        public Preset convert(String name) {
            try {
                return Preset.named(name);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(
                        "expected opt-125m, opt-1.3b, opt-2.7b, flan-t5-xl or tiny but was '" + name + "'");
            }
        }
    }

    @Override
    public void run() {
        atLeast("--batch", batch, 1);
        atLeast("--prompt", prompt, 2);
        atLeast("--new", words, 1);
        atLeast("--num-beams", beams, 1);
        atLeast("--reps", reps, 1);
        Console console = common.console();
        console.note(Backends.why());
        MatrixFormat format = ModelOpener.format(common.weights());
        MatrixFormat weights = format == null ? MatrixFormat.F32 : format;
        BenchModel bench =
                new BenchModel(preset, Backends.select(), weights, common.seed().orElse(0), clock());
        float[] memory = new float[READ_FLOATS];
        for (Part part : parts) {
            time(part, bench, memory, console);
        }
    }

    private Clock clock() {
        if (cpuTime && Workers.shared().count() > 1) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "BENCH-CLOCK",
                    "--cpu-time",
                    Workers.shared().count() + " threads",
                    "one thread, whose time is taken",
                    "Add --threads 1");
        }
        return cpuTime ? Clock.CPU : Clock.WALL;
    }

    private static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "BENCH-OPTION",
                    option,
                    Integer.toString(value),
                    "at least " + least,
                    "Give another number");
        }
    }

    private void time(Part part, BenchModel bench, float[] memory, Console console) {
        List<Job> jobs;
        try (Progress progress = console.progress(part + ": random weights", 1)) {
            jobs = jobs(part, bench);
            progress.update(1);
        }
        for (Job job : jobs) {
            double gflops = Peaks.gflops();
            double gigabytes = Peaks.readGigabytes(memory);
            double seconds;
            try (Progress progress = console.progress(part + ": timing", reps)) {
                seconds = new Stopwatch(reps, warmUp, bench.clock()).median(job, progress::update);
            }
            Map<String, Object> row = row(job, bench, seconds, gflops, gigabytes);
            console.result(row, text(row, job));
        }
    }

    private List<Job> jobs(Part part, BenchModel bench) {
        InferenceJobs inference = new InferenceJobs(bench, batch, prompt, words, beams);
        TrainingJobs training = new TrainingJobs(bench, batch, prompt);
        return switch (part) {
            case VISION -> List.of(inference.vision());
            case QFORMER -> List.of(inference.qformer());
            case PREFILL -> List.of(inference.prefill());
            case DECODE -> List.of(inference.decode());
            case CAPTION -> List.of(inference.caption());
            case GEMM -> new ProductJobs(bench, prompt).all();
            case STAGE1 -> List.of(training.stage1());
            case STAGE2 -> List.of(training.stage2());
        };
    }

    private Map<String, Object> row(Job job, BenchModel bench, double seconds, double gflops, double gigabytes) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("part", job.part().toString());
        row.put("preset", preset.toString());
        row.put("weights", bench.weights().name().toLowerCase(Locale.ROOT));
        row.put("backend", bench.backend().describe());
        row.put("threads", Workers.shared().count());
        row.put("batch", batch);
        if (!job.shape().isEmpty()) {
            row.put("shape", job.shape());
        }
        row.put("seconds", seconds);
        if (job.rate() != null) {
            row.put(job.rate(), job.units() / seconds);
        }
        row.put("flops", job.work().flops());
        row.put("bytes", job.work().bytes());
        row.put("peak_gflops", gflops);
        row.put("peak_gbps", gigabytes);
        return row;
    }

    private static String text(Map<String, Object> row, Job job) {
        double seconds = (double) row.get("seconds");
        double gflops = job.work().flops() / seconds / 1e9;
        double gigabytes = job.work().bytes() / seconds / 1e9;
        String what = job.part() + (job.shape().isEmpty() ? "" : " " + job.shape());
        return String.format(
                Locale.ROOT,
                "%-26s %10.3f ms %8.1f GFLOP/s (%3.0f %% of peak) %7.1f GB/s (%3.0f %% of reading)%s",
                what,
                seconds * 1e3,
                gflops,
                100 * gflops / (double) row.get("peak_gflops"),
                gigabytes,
                100 * gigabytes / (double) row.get("peak_gbps"),
                job.rate() == null ? "" : String.format(Locale.ROOT, " %.2f %s", job.units() / seconds, unit(job)));
    }

    private static String unit(Job job) {
        return job.rate().replace("_per_second", "/s");
    }
}
