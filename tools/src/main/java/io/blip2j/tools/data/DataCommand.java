package io.blip2j.tools.data;

import io.blip2j.blip2.data.BadSample;
import io.blip2j.blip2.data.DataSet;
import io.blip2j.blip2.data.Loader;
import io.blip2j.blip2.data.Sample;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.core.InputException;
import io.blip2j.core.parallel.Workers;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.ExitCode;
import io.blip2j.tools.cli.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says what a data set holds, and what of it cannot be used.
///
/// `inspect` reads annotations alone, `validate` decodes every picture too and ends with 65 if any sample is bad.
@Command(
        name = "data",
        description = "Say what a data set holds (inspect), and look at every sample of it (validate).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  blip2 data validate coco_karpathy_test.json --images coco/images",
            "",
            "Data sets: lists of {image, caption} (COCO, Visual Genome, CC, SBU, Flickr30k), COCO's and",
            "NoCaps' own files, Karpathy's, CSV and TSV, VQAv2, OK-VQA, GQA, webdataset .tar shards, and",
            "folders of pictures with .txt files, captions.json or captions.csv."
        })
public final class DataCommand implements Callable<Integer> {
    private enum Task {
        INSPECT,
        VALIDATE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataPlace place;

    @Parameters(index = "0", paramLabel = "inspect|validate", description = "What to do.")
    private Task task;

    @Parameters(index = "1", paramLabel = "PATH", description = "Annotations, a shard, or a folder.")
    private Path path;

    @Override
    public Integer call() {
        Console console = common.console();
        DataSet set = DataSet.open(place.spec(path));
        List<BadSample> bad = new ArrayList<>(set.bad());
        if (task == Task.VALIDATE) {
            bad.addAll(unreadable(set, console));
        }
        int captions = 0;
        int questions = 0;
        Map<String, Integer> pictures = new TreeMap<>();
        for (Sample sample : set.samples()) {
            captions += sample.texts().size();
            questions += sample.question() == null ? 0 : 1;
            pictures.merge(sample.imageId(), 1, Integer::sum);
        }
        Map<String, Integer> reasons = new TreeMap<>();
        bad.forEach(sample -> reasons.merge(sample.code(), 1, Integer::sum));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("path", path.toString());
        row.put("samples", set.samples().size() + set.bad().size());
        row.put("bad", bad.size());
        row.put("format", set.format().toString());
        row.put("pictures", pictures.size());
        row.put("captions", captions);
        row.put("questions", questions);
        row.put("reasons", reasons);
        row.put("bad_samples", bad);
        console.row(row);
        for (BadSample sample : bad) {
            console.text(sample.key() + "  " + sample.code() + "  " + sample.found());
        }
        console.text(String.format(
                Locale.ROOT,
                "%s: %s, %d samples, %d pictures, %d captions, %d questions, %d bad%s",
                path,
                set.format(),
                set.samples().size() + set.bad().size(),
                pictures.size(),
                captions,
                questions,
                bad.size(),
                reasons.isEmpty() ? "" : " " + reasons));
        return (task == Task.INSPECT || bad.isEmpty() ? ExitCode.OK : ExitCode.BAD).code();
    }

    /// Decodes every picture.
    private static List<BadSample> unreadable(DataSet set, Console console) {
        PictureReader reader = PictureReader.asStored();
        List<Sample> samples = set.samples();
        List<BadSample> bad = new ArrayList<>();
        int threads = Workers.shared().count();
        try (Progress progress = console.progress("reading pictures", samples.size());
                Loader<Optional<BadSample>> loader = new Loader<>(0, threads, 4 * threads, number -> () -> {
                    int i = (int) Math.min(number, samples.size() - 1L);
                    try {
                        samples.get(i).picture().read(reader);
                        return Optional.empty();
                    } catch (InputException failure) {
                        return Optional.of(BadSample.of(samples.get(i), failure));
                    }
                })) {
            for (int i = 0; i < samples.size(); i++) {
                loader.next().ifPresent(bad::add);
                progress.update(i + 1);
            }
        }
        return bad;
    }
}
