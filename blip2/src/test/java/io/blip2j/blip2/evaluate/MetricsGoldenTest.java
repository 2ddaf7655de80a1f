package io.blip2j.blip2.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.core.backend.Backends;
import io.blip2j.core.testing.Golden;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every case of the golden `metrics`, whatever files there are.
class MetricsGoldenTest {
    private static final double NEAR = 1e-9;

    @TestFactory
    Stream<DynamicTest> metrics() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Golden.folder().resolve("metrics"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                for (GoldenCase one : Golden.open(file).cases()) {
                    tests.add(DynamicTest.dynamicTest(one.id(), () -> check(one)));
                }
            }
        }
        return tests.stream();
    }

    private static void check(GoldenCase one) {
        switch (one.get("kind").text()) {
            case "captions" -> captions(one);
            case "answer" -> {
                String text = one.get("text").text();
                assertEquals(one.get("without_punctuation").text(), AnswerText.withoutPunctuation(text));
                assertEquals(one.get("processed").text(), AnswerText.processed(text));
            }
            case "vqa" ->
                assertEquals(
                        one.get("accuracy").number(),
                        AnswerScores.vqa(one.get("answer").text(), texts(one.get("given"))),
                        NEAR);
            case "retrieval" -> retrieval(one);
            case "clean" -> {} // LavisTextTest
            default ->
                throw new IllegalStateException(
                        "a kind without a check: " + one.get("kind").text());
        }
    }

    private static void captions(GoldenCase one) {
        List<String> candidates = texts(one.get("candidates"));
        List<List<String>> references = one.get("references").list().stream()
                .map(MetricsGoldenTest::texts)
                .toList();
        Bleu.Scores bleu = Bleu.of(candidates, references);
        CaptionScores scores = CaptionScores.ofTokens(candidates, references);
        near(one.get("bleu"), bleu.corpus());
        near(one.get("bleu"), scores.bleu());
        for (int i = 0; i < candidates.size(); i++) {
            near(one.get("bleu_each").list().get(i), bleu.each()[i]);
        }
        near(one.get("rouge_l_each"), scores.rougeLEach());
        near(one.get("cider_each"), scores.ciderEach());
        near(one.get("rouge_l").number(), scores.rougeL());
        near(one.get("cider").number(), scores.cider());
    }

    private static void retrieval(GoldenCase one) {
        float[] flat = one.tensor(one.get("scores"), Backends.select()).toFloats();
        int[] owner = integers(one.get("text_owner"));
        int images = flat.length / owner.length;
        float[][] scores = new float[images][];
        float[][] byText = new float[owner.length][images];
        for (int i = 0; i < images; i++) {
            scores[i] = Arrays.copyOfRange(flat, i * owner.length, (i + 1) * owner.length);
            for (int t = 0; t < owner.length; t++) {
                byText[t][i] = scores[i][t];
            }
        }
        int[] textRanks = Recalls.textRanks(scores, owner);
        int[] imageRanks = Recalls.imageRanks(byText, owner);
        assertArrayEquals(integers(one.get("text_ranks")), textRanks);
        assertArrayEquals(integers(one.get("image_ranks")), imageRanks);
        Recalls recalls = Recalls.of(textRanks, imageRanks);
        Json right = one.get("recalls");
        near(right.get("txt_r1").number(), recalls.textAt1());
        near(right.get("txt_r5").number(), recalls.textAt5());
        near(right.get("txt_r10").number(), recalls.textAt10());
        near(right.get("img_r1").number(), recalls.imageAt1());
        near(right.get("img_r5").number(), recalls.imageAt5());
        near(right.get("img_r10").number(), recalls.imageAt10());
        near(right.get("txt_r_mean").number(), recalls.textMean());
        near(right.get("img_r_mean").number(), recalls.imageMean());
        near(right.get("r_mean").number(), recalls.mean());
    }

    private static void near(Json right, double[] ours) {
        List<Json> all = right.list();
        assertEquals(all.size(), ours.length);
        for (int i = 0; i < ours.length; i++) {
            near(all.get(i).number(), ours[i]);
        }
    }

    private static void near(double right, double ours) {
        assertEquals(right, ours, NEAR * Math.max(1, Math.abs(right)));
    }

    private static List<String> texts(Json list) {
        return list.list().stream().map(Json::text).toList();
    }

    private static int[] integers(Json list) {
        return list.list().stream().mapToInt(one -> (int) one.number()).toArray();
    }
}
