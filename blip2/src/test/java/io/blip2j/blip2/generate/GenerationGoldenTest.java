package io.blip2j.blip2.generate;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.testing.GoldenAnswers;
import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenModels.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What OPT and T5 alone generate, against Hugging Face: ids exactly, scores of beams.
class GenerationGoldenTest {
    static List<Run> generations() {
        return GoldenModels.runs(Set.of("opt", "t5"), Set.of("generate"), "config.json");
    }

    @ParameterizedTest
    @MethodSource("generations")
    void answersMatch(Run run) {
        LanguageModel model = run.languageModel();
        GenerationConfig settings = GenerationConfig.of(model.config())
                .with(ConfigJson.read(run.folder().resolve("generation_config.json")));
        GenerationConfig config = GoldenAnswers.config(run, settings);
        long[][] ids = run.rows("input_ids");
        long[][] mask = run.rows("attention_mask");
        DecodingSession session = model.begin(model.embed(run.input("input_ids")), mask, config.newTokens(1));
        Map<String, List<Long>> heard = new LinkedHashMap<>();
        List<List<Answer>> answers = Generator.generate(
                session,
                Prompts.of(model, ids, mask),
                config,
                (prompt, answer, id) -> heard.computeIfAbsent(prompt + "/" + answer, _ -> new ArrayList<>())
                        .add(id));
        GoldenAnswers.check(run, answers);
        for (int prompt = 0; prompt < answers.size(); prompt++) {
            for (int answer = 0; answer < answers.get(prompt).size(); answer++) {
                long[] told = heard.get(prompt + "/" + answer).stream()
                        .mapToLong(Long::longValue)
                        .toArray();
                Assertions.assertArrayEquals(answers.get(prompt).get(answer).ids(), told);
            }
        }
    }
}
