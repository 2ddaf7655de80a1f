package io.blip2j.tools.training;

import io.blip2j.blip2.train.StepStats;
import io.blip2j.core.InputException;
import io.blip2j.tools.report.Curve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.json.JsonMapper;

/// `metrics.jsonl`: one JSON object a logged step, appended; and the same in memory, for curves.
public final class MetricsLog {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final List<StepStats> steps = new ArrayList<>();

    /// @param folder the run folder
    public MetricsLog(Path folder) {
        file = folder.resolve("metrics.jsonl");
        if (Files.isRegularFile(file)) {
            try {
                for (String line : Files.readAllLines(file)) {
                    steps.add(JSON.readValue(line, StepStats.class));
                }
            } catch (IOException | RuntimeException damaged) { // a torn last line: what came before it counts
                return;
            }
        }
    }

    /// Adds a step.
    public void add(StepStats step) {
        steps.removeIf(earlier ->
                earlier.phase().equals(step.phase()) && earlier.step() >= step.step()); // done again after a stop
        steps.add(step);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, JSON.writeValueAsString(step) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "METRICS-WRITE",
                    file.toString(),
                    String.valueOf(problem.getMessage()),
                    "room for a line",
                    "Free space and go on with --resume");
        }
    }

    /// Steps of a phase.
    public List<StepStats> phase(String name) {
        return steps.stream().filter(step -> step.phase().equals(name)).toList();
    }

    /// One number of a phase over its steps.
    public Curve curve(String phase, String name, ToDoubleFunction<StepStats> value) {
        List<StepStats> of = phase(phase);
        return Curve.of(
                name,
                of.stream().mapToDouble(StepStats::step).toArray(),
                of.stream().mapToDouble(value).toArray());
    }

    /// What `train --json` prints for a step.
    public static Map<String, Object> row(StepStats step, int stepsPerEpoch) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("step", step.step());
        row.put("epoch", step.step() / Math.max(1, stepsPerEpoch));
        row.put("loss", step.loss());
        row.put("losses", step.losses());
        row.put("lr", step.lr());
        row.put("grad_norm", step.gradNorm());
        row.put("images_per_second", step.imagesPerSecond());
        return row;
    }
}
