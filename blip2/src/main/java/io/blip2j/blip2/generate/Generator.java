package io.blip2j.blip2.generate;

import io.blip2j.blip2.generate.processor.Prefix;
import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import java.util.List;

/// Continues prompts: greedily, by sampling, or by beam search.
///
/// ```java
/// DecodingSession session = model.begin(embeds, mask, config.newTokens(ids[0].length));
/// List<List<Answer>> answers = Generator.generate(session, Prompts.of(model, ids, mask), config,
/// TokenListener.NONE);
/// ```
///
/// A prompt's answers depend on that prompt alone, and, when sampling, on its number.
///
/// **Source:** transformers `GenerationMixin.generate`.
public final class Generator {
    private Generator() {}

    /// The answers to each prompt, best first.
    /// @param session stands ready behind the prompts, with room for the new ids
    /// @param prompts the ids of the session's rows
    public static List<List<Answer>> generate(
            DecodingSession session, Prompts prompts, GenerationConfig config, TokenListener listener) {
        return generate(session, prompts, 0, config, listener);
    }

    /// As above, where the prompts are some of many.
    /// @param firstPrompt number of the first one among all: it names the random numbers, so that a prompt's
    ///     answers do not depend on how prompts are put together
    public static List<List<Answer>> generate(
            DecodingSession session,
            Prompts prompts,
            int firstPrompt,
            GenerationConfig config,
            TokenListener listener) {
        if (prompts.count() == 0) {
            return List.of();
        }
        int newTokens = config.newTokens(prompts.longest());
        Processors processors = Processors.of(config, newTokens);
        Chance chance = new Chance(config.seed(), firstPrompt);
        return config.numBeams() > 1
                ? new BeamSearch(config, processors, newTokens, chance).run(session, prompts, listener)
                : new TokenSearch(config, processors, newTokens, chance).run(session, prompts, listener);
    }

    /// Rows with room for new ids.
    static Prefix[] prefixes(Prompts prompts, int newTokens) {
        Prefix[] rows = new Prefix[prompts.count()];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Prefix.of(prompts.ids()[row], prompts.padding()[row], newTokens);
        }
        return rows;
    }

    /// Log-probabilities of each row's next id, row by row.
    static float[] logProbabilities(DecodingSession session) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Tensor logProbabilities = session.logits().logSoftmax(-1);
            return logProbabilities.toFloats();
        }
    }
}
