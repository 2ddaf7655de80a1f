package io.blip2j.tools.eval;

import io.blip2j.blip2.data.BadSample;
import io.blip2j.blip2.data.BadSamples;
import io.blip2j.blip2.data.DataSet;
import io.blip2j.blip2.data.Sample;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What the tasks share: samples, pictures past bad ones, files in the output folder.
final class EvalRun {
    private static final String SCORES = "scores.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final String task;
    private final List<Sample> samples;
    private final String split;
    private final Path out;
    private final Console console;
    private final BadSamples bad;
    private final PictureReader reader = PictureReader.asStored();

    /// @param limit most samples, or null for all
    /// @param split names result files
    EvalRun(String task, DataSet set, Integer limit, String split, Path out, Console console) {
        this.task = task;
        this.samples = limit == null || limit >= set.samples().size()
                ? set.samples()
                : set.samples().subList(0, Math.max(0, limit));
        this.split = split;
        this.out = out;
        this.console = console;
        bad = new BadSamples(set.name(), BadSamples.LIMIT);
        set.bad().forEach(bad::bad);
    }

    /// Refuses a folder that holds something.
    static void requireNew(Path out) {
        if (!Files.exists(out)) {
            return;
        }
        boolean empty = false;
        try (Stream<Path> entries = Files.isDirectory(out) ? Files.list(out) : Stream.of(out)) {
            empty = entries.findAny().isEmpty();
        } catch (IOException problem) {
            throw io(out, problem);
        }
        if (!empty) {
            throw new InputException(
                    InputException.Kind.EXISTS,
                    "OUT-EXISTS",
                    "--out " + out,
                    Files.exists(out.resolve(SCORES)) ? "a finished evaluation" : "something else",
                    "an empty or new folder",
                    "Choose another folder with --out");
        }
    }

    List<Sample> samples() {
        return samples;
    }

    String split() {
        return split;
    }

    Console console() {
        return console;
    }

    /// The picture of a sample, or null if it is bad, which is counted.
    Picture picture(Sample sample) {
        try {
            Picture picture = sample.picture().read(reader);
            bad.good();
            return picture;
        } catch (InputException failure) {
            console.warn("blip2 eval: " + failure.getMessage());
            bad.bad(BadSample.of(sample, failure));
            return null;
        }
    }

    /// The picture of a sample that was read before.
    Picture again(Sample sample) {
        return sample.picture().read(reader);
    }

    /// That there is something to score.
    void require(boolean some, String what) {
        if (!some) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "EVAL-EMPTY",
                    "the data of eval " + task,
                    "no sample with " + what,
                    what,
                    "Choose a data set for this task");
        }
    }

    /// Writes a result file.
    void write(String name, Object rows) {
        try {
            Files.createDirectories(out);
            Files.writeString(out.resolve(name), JSON.writeValueAsString(rows));
        } catch (IOException problem) {
            throw io(out, problem);
        }
    }

    /// What result files have for an id: a number where it is one.
    static Object id(String text) {
        return text.matches("\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }

    /// Writes and prints the scores, says what was bad.
    /// @return the exit code
    int finish(Map<String, Object> scores) {
        bad.endOfEpoch();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("task", task);
        row.putAll(scores);
        row.put("bad", bad.listed().size());
        if (!bad.listed().isEmpty()) {
            bad.write(out.resolve("bad-samples.jsonl"));
            console.warn("blip2 eval: " + bad.listed().size() + " bad samples (" + bad.summary() + "), listed in "
                    + out.resolve("bad-samples.jsonl"));
        }
        write(SCORES, row);
        console.note(Backends.why());
        console.row(row);
        row.forEach((name, value) ->
                console.text(name + "  " + (value instanceof Double number ? Math.round(number * 1e4) / 1e4 : value)));
        return (bad.listed().isEmpty() ? ExitCode.OK : ExitCode.BAD).code();
    }

    private static InputException io(Path out, IOException problem) {
        return new InputException(
                InputException.Kind.IO,
                "OUT-IO",
                "--out " + out,
                String.valueOf(problem.getMessage()),
                "a folder that can be written",
                "Check disk and permissions, or choose another folder");
    }
}
