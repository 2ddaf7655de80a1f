package io.blip2j.blip2.testing;

import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Generated answers of a golden case.
public final class GoldenAnswers {
    private GoldenAnswers() {}

    /// A model's settings with the options of the case.
    public static GenerationConfig config(GoldenModels.Run run, GenerationConfig base) {
        Map<String, Object> options = new LinkedHashMap<>();
        Json args = run.golden().get("args");
        args.fields().forEach(name -> options.put(name, args.get(name).value()));
        return base.with(options);
    }

    /// Compares ids exactly, and the scores of beams.
    public static void check(GoldenModels.Run run, List<List<Answer>> answers) {
        List<Answer> flat = new ArrayList<>();
        answers.forEach(flat::addAll);
        List<Json> expected = run.golden().get("answers").list();
        float[] scores = new float[expected.size()];
        for (int i = 0; i < scores.length; i++) {
            long[] ids = i < flat.size() ? flat.get(i).ids() : new long[0];
            if (!Arrays.equals(expected.get(i).wholes(), ids)) {
                throw new AssertionError(run + ": answer " + i + " expected "
                        + Arrays.toString(expected.get(i).wholes()) + ", got " + Arrays.toString(ids));
            }
            scores[i] = (float) flat.get(i).score();
        }
        if (run.golden().has("scores")) {
            Tensor got = Tensor.of(run.backend(), scores, scores.length);
            run.golden()
                    .check(
                            "scores",
                            got,
                            run.golden().get("scores"),
                            run.golden().get("tol"),
                            false);
        }
    }
}
