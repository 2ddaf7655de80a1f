package io.blip2j.blip2.generate;

import io.blip2j.blip2.generate.processor.BadWords;
import io.blip2j.blip2.generate.processor.ForcedEos;
import io.blip2j.blip2.generate.processor.LogitsProcessor;
import io.blip2j.blip2.generate.processor.MinLength;
import io.blip2j.blip2.generate.processor.MinNewTokens;
import io.blip2j.blip2.generate.processor.MinP;
import io.blip2j.blip2.generate.processor.NoRepeatNgram;
import io.blip2j.blip2.generate.processor.Prefix;
import io.blip2j.blip2.generate.processor.RepetitionPenalty;
import io.blip2j.blip2.generate.processor.Suppress;
import io.blip2j.blip2.generate.processor.Temperature;
import io.blip2j.blip2.generate.processor.TopK;
import io.blip2j.blip2.generate.processor.TopP;
import io.blip2j.blip2.generate.processor.TypicalP;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All that generation does to scores, in Hugging Face's order: repetition, n-grams, bad words, least lengths,
/// forced end, suppressed ids; then, when sampling, temperature, top-k, top-p, min-p, typical-p.
///
/// **Source:** transformers `GenerationMixin._get_logits_processor`.
public record Processors(List<LogitsProcessor> inOrder) implements LogitsProcessor {
    /// Those that a configuration asks for.
    /// @param newTokens most new ids of a row
    public static Processors of(GenerationConfig config, int newTokens) {
        List<LogitsProcessor> all = new ArrayList<>();
        long[] ends = config.eosTokenIds();
        if (config.repetitionPenalty() != 1) {
            all.add(new RepetitionPenalty((float) config.repetitionPenalty()));
        }
        if (config.noRepeatNgramSize() > 0) {
            all.add(new NoRepeatNgram(config.noRepeatNgramSize()));
        }
        List<long[]> badWords = config.badWords().stream()
                .filter(word -> word.length > 1 || !config.ends(word[0]))
                .toList();
        if (!badWords.isEmpty()) {
            all.add(new BadWords(badWords));
        }
        if (config.minLength() > 0 && ends.length > 0) {
            all.add(new MinLength(config.minLength(), ends));
        }
        if (config.minNewTokens() > 0 && ends.length > 0) {
            all.add(new MinNewTokens(config.minNewTokens(), ends));
        }
        if (config.forcedEosTokenIds().length > 0) {
            all.add(new ForcedEos(newTokens, config.forcedEosTokenIds()));
        }
        if (config.suppressTokens().length > 0) {
            all.add(new Suppress(config.suppressTokens()));
        }
        if (config.doSample()) {
            addSampling(config, all);
        }
        return new Processors(List.copyOf(all));
    }

    private static void addSampling(GenerationConfig config, List<LogitsProcessor> all) {
        int keep = config.numBeams() > 1 ? config.eosTokenIds().length + 1 : 1; // a beam needs one that does not end
        if (config.temperature() != 1) {
            all.add(new Temperature((float) config.temperature()));
        }
        if (config.topK() > 0) {
            all.add(new TopK(config.topK(), keep));
        }
        if (config.topP() < 1) {
            all.add(new TopP(config.topP(), keep));
        }
        if (config.minP() > 0) {
            all.add(new MinP(config.minP(), keep));
        }
        if (config.typicalP() < 1) {
            all.add(new TypicalP(config.typicalP(), keep));
        }
    }

    @Override
    public void process(Prefix row, float[] scores) {
        for (LogitsProcessor each : inOrder) {
            each.process(row, scores);
        }
    }

    /// The scores of one row of many, processed.
    /// @param all scores of all rows
    /// @param which the row
    public float[] row(float[] all, int which, int vocab, Prefix row) {
        float[] scores = Arrays.copyOfRange(all, which * vocab, (which + 1) * vocab);
        process(row, scores);
        return scores;
    }
}
