package io.blip2j.blip2;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import java.util.HashMap;
import java.util.Map;

/// Generation settings where nobody asks for others: the task's, then those of `generation_config.json`, then the
/// folder's.
///
/// | task | beams | new ids | length penalty |
/// |---|---|---|---|
/// | caption | 5 | 30 | 1 |
/// | answer, OPT | 5 | 10 | 0 |
/// | answer, T5 | 5 | 10 | -1 |
///
/// **Source:** LAVIS `Blip2OPT.generate`, `Blip2OPT.predict_answers` and the same of T5; its `max_length` counts
/// new ids.
record TaskDefaults(GenerationConfig captions, GenerationConfig answers) {
    private static final int BEAMS = 5;

    static TaskDefaults of(Blip2ForConditionalGeneration model, ConfigJson file, Map<String, Object> more) {
        boolean decoderOnly = model.config().text().decoderOnly();
        return new TaskDefaults(config(model, 30, 1, file, more), config(model, 10, decoderOnly ? 0 : -1, file, more));
    }

    private static GenerationConfig config(
            Blip2ForConditionalGeneration model,
            int newTokens,
            double lengthPenalty,
            ConfigJson file,
            Map<String, Object> more) {
        Map<String, Object> task = new HashMap<>(Map.of("num_beams", BEAMS, "length_penalty", lengthPenalty));
        if (!file.has("max_length")) {
            task.put("max_new_tokens", newTokens);
        }
        return GenerationConfig.of(model.config().text()).with(task).with(file).with(more);
    }
}
