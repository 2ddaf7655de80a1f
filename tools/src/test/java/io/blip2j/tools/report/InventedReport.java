package io.blip2j.tools.report;

import io.blip2j.tools.world.Question;
import io.blip2j.tools.world.Sample;
import io.blip2j.tools.world.World;
import io.blip2j.tools.world.WorldRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A report on real pictures with invented predictions, of a given quality: for tests and for looking at the page.
final class InventedReport {
    private static final List<List<String>> MISTAKES = List.of(
            List.of("red", "orange", "purple", "blue", "cyan"),
            List.of("circle", "ring", "star", "square", "triangle", "cross"),
            List.of("small", "large"),
            List.of("left", "right"),
            List.of("above", "left of"),
            List.of("two", "three", "four"));

    private final WorldRandom random;
    private final double error;
    private final List<Sample> samples;

    private InventedReport(long seed, int images, double error) {
        this.random = new WorldRandom(seed, "invented", 0);
        this.error = error;
        this.samples = World.heldOut(seed, images).all();
    }

    /// A report on `images` pictures, of which a share of `error` captions is wrong, and fewer answers and searches.
    static ReportData of(long seed, int images, double error) {
        return new InventedReport(seed, images, error).report(seed);
    }

    private ReportData report(long seed) {
        List<HeldOutItem> items = samples.stream().map(this::item).toList();
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("draw the world", 1.4);
        seconds.put("image encoder", 41.2);
        seconds.put("image features", 4.1);
        seconds.put("language model", 26.5);
        seconds.put("stage 1", 68.3);
        seconds.put("stage 2", 74.9);
        seconds.put("held-out test", 9.7);
        return new ReportData(
                "quickstart-opt",
                "opt",
                seed,
                items,
                searches(items),
                List.of(
                        new NamedScore("seen, captions", 297, 300),
                        new NamedScore("ITC alone, i2t", 528, 600),
                        new NamedScore("ITC alone, t2i", 391, 440),
                        new NamedScore("Q-Former's own", 409, 600)),
                panels(),
                samples.stream().limit(6).map(this::attention).toList(),
                seconds,
                List.of(
                        new Setting("training pictures", "20,000"),
                        new Setting("hidden size", "96"),
                        new Setting("queries", "12"),
                        new Setting("stage 1", "32 x 650, peak rate 2e-3"),
                        new Setting("stage 2", "32 x 2000, peak rate 1e-3")),
                Supervision.quickstart(),
                Map.of("steps", 650, "itc", 0.73),
                Map.of("steps", 2000, "loss", 0.0125));
    }

    private HeldOutItem item(Sample sample) {
        List<AnsweredQuestion> questions = new ArrayList<>();
        for (Question q : sample.questions()) {
            String answer = random.chance(error / 3) ? mistake(q.answer()) : q.answer();
            questions.add(new AnsweredQuestion(q.kind().word(), q.text(), q.answer(), answer));
        }
        String caption = random.chance(error) ? mistake(sample.caption()) : sample.caption();
        String first = random.chance(error) ? random.pick(samples).caption() : sample.caption();
        return new HeldOutItem(
                sample.index(),
                List.of("one object", "two objects", "several alike")
                        .get(sample.scene().kind().ordinal()),
                HeldOutItem.base64(sample.picture().png()),
                sample.caption(),
                caption,
                questions,
                random.uniform(0.9, 1),
                random.uniform(0.6, 0.9),
                List.of(new RankedText(first, 0.98, 0.8), new RankedText(sample.caption(), 0.7, 0.79)));
    }

    private List<ImageSearch> searches(List<HeldOutItem> items) {
        Map<String, List<Integer>> wanted = new LinkedHashMap<>();
        items.forEach(item ->
                wanted.computeIfAbsent(item.reference(), _ -> new ArrayList<>()).add(item.index()));
        List<ImageSearch> searches = new ArrayList<>();
        wanted.forEach((text, indices) -> {
            int found = random.chance(error) ? random.nextInt(items.size()) : indices.getFirst();
            searches.add(new ImageSearch(text, indices, List.of(found)));
        });
        return searches;
    }

    private String mistake(String text) {
        if (random.chance(0.1)) {
            List<String> words = new ArrayList<>(List.of(text.split(" ", -1)));
            Collections.reverse(words);
            return String.join(" ", words);
        }
        for (int tries = 0; tries < 40; tries++) {
            List<String> words = random.pick(MISTAKES);
            String from = random.pick(words);
            if (text.contains(from)) {
                return text.replaceFirst(from, random.pick(words));
            }
        }
        return text.equals("yes") ? "no" : "yes";
    }

    private AttentionPicture attention(Sample sample) {
        List<AttentionMap> queries = new ArrayList<>();
        for (int q = 1; q <= 12; q++) {
            queries.add(map(String.valueOf(q), sample, 0.2));
        }
        List<AttentionMap> words = new ArrayList<>();
        for (String word : sample.caption().split(" ", -1)) {
            words.add(map(word, sample, 0.4));
        }
        return new AttentionPicture(sample.index(), map("all queries", sample, 0.8), queries, words);
    }

    private AttentionMap map(String label, Sample sample, double sure) {
        List<Double> weights = new ArrayList<>();
        for (int cell = 0; cell < 9; cell++) {
            int here = cell;
            boolean object =
                    sample.scene().objects().stream().anyMatch(o -> o.position().ordinal() == here);
            weights.add(random.uniform(0, 0.2) + (object ? random.uniform(sure, 1) : 0));
        }
        return new AttentionMap(label, 3, weights);
    }

    private List<CurvePanel> panels() {
        return List.of(
                new CurvePanel(
                        "The two towers, each alone",
                        "Both end low: the encoder knows what lies in each cell, the language model writes captions and"
                                + " answers what the text alone can tell.",
                        "step",
                        "loss",
                        true,
                        List.of(curve("image encoder", 800, 9, 0.001, 90), curve("language model", 700, 4, 0.4, 60))),
                new CurvePanel(
                        "Stage 1: pictures and captions",
                        "Contrast (ITC), matching (ITM) and captioning (ITG) together. Matching waits at chance, 0.64,"
                                + " until the others have something to offer.",
                        "step",
                        "loss",
                        true,
                        List.of(
                                curve("ITC", 650, 3.4, 0.7, 60),
                                curve("ITM", 650, 0.7, 0.04, 150),
                                curve("ITG", 650, 4, 0.75, 70))),
                new CurvePanel(
                        "Stage 2: through the frozen language model",
                        "The Q-Former learns to say it in a way that the language model understands.",
                        "step",
                        "loss",
                        true,
                        List.of(curve("captions and answers", 2000, 3.2, 0.01, 330))));
    }

    private Curve curve(String name, int steps, double from, double to, double scale) {
        double[] x = new double[steps];
        double[] y = new double[steps];
        for (int i = 0; i < steps; i++) {
            x[i] = i + 1;
            y[i] = (to + (from - to) * Math.exp(-i / scale)) * Math.exp(random.uniform(-0.35, 0.35));
        }
        return Curve.of(name, x, y);
    }
}
