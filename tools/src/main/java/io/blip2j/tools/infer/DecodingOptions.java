package io.blip2j.tools.infer;

import io.blip2j.blip2.Decoding;
import io.blip2j.tools.cli.CommonOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/// Options of generation by Hugging Face's names; a command takes them in as a Picocli mixin.
///
/// What is not given comes from the folder's recipe, its `generation_config.json`, or the task.
public final class DecodingOptions {
    private enum EarlyStopping {
        TRUE,
        FALSE,
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--num-beams", paramLabel = "N", description = "Beams; 1: the best word each time.")
    private Integer numBeams;

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Most new tokens.")
    private Integer maxNewTokens;

    @Option(names = "--min-new-tokens", paramLabel = "N", description = "Fewest new tokens.")
    private Integer minNewTokens;

    @Option(names = "--length-penalty", paramLabel = "X", description = "Beams: above 0 favours long answers.")
    private Double lengthPenalty;

    @Option(names = "--repetition-penalty", paramLabel = "X", description = "Above 1: against repetition.")
    private Double repetitionPenalty;

    @Option(names = "--no-repeat-ngram-size", paramLabel = "N", description = "No N tokens in a row come twice.")
    private Integer noRepeatNgramSize;

    @Option(names = "--do-sample", description = "Draw tokens at random (--seed) instead of the best ones.")
    private Boolean doSample;

    @Option(names = "--temperature", paramLabel = "X", description = "Sampling: below 1 keeps to likely tokens.")
    private Double temperature;

    @Option(names = "--top-k", paramLabel = "N", description = "Sampling: among the N likeliest tokens.")
    private Integer topK;

    @Option(names = "--top-p", paramLabel = "P", description = "Sampling: among the likeliest that have P together.")
    private Double topP;

    @Option(names = "--min-p", paramLabel = "P", description = "Sampling: at least P times the likeliest's chance.")
    private Double minP;

    @Option(names = "--typical-p", paramLabel = "P", description = "Sampling: among the most typical, P together.")
    private Double typicalP;

    @Option(names = "--num-return-sequences", paramLabel = "N", description = "Answers for each picture.")
    private Integer numReturnSequences;

    @Option(names = "--bad-words", paramLabel = "WORD", split = ",", description = "Words that must not come.")
    private List<String> badWords;

    @Option(
            names = "--early-stopping",
            paramLabel = "WHEN",
            description = "Beams: stop when there are as many answers as beams: true, false or never.")
    private EarlyStopping earlyStopping;

    /// What was given.
    public Decoding decoding(CommonOptions common) {
        Map<String, Object> options = new LinkedHashMap<>();
        put(options, "num_beams", numBeams);
        put(options, "max_new_tokens", maxNewTokens);
        put(options, "min_new_tokens", minNewTokens);
        put(options, "length_penalty", lengthPenalty);
        put(options, "repetition_penalty", repetitionPenalty);
        put(options, "no_repeat_ngram_size", noRepeatNgramSize);
        put(options, "do_sample", doSample);
        put(options, "temperature", temperature);
        put(options, "top_k", topK);
        put(options, "top_p", topP);
        put(options, "min_p", minP);
        put(options, "typical_p", typicalP);
        put(options, "num_return_sequences", numReturnSequences);
        if (earlyStopping != null) {
            boolean never = earlyStopping == EarlyStopping.NEVER;
            options.put("early_stopping", never ? "never" : earlyStopping == EarlyStopping.TRUE);
        }
        common.seed().ifPresent(seed -> options.put("seed", seed));
        return new Decoding(options, badWords == null ? List.of() : badWords, 0);
    }

    private static void put(Map<String, Object> options, String name, Object value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
