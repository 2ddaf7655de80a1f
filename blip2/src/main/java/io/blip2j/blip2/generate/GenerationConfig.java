package io.blip2j.blip2.generate;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.LanguageConfig;
import io.blip2j.core.InputException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How to continue prompts. Names, meanings and defaults are those of Hugging Face's `generation_config.json`.
///
/// ```java
/// GenerationConfig config = GenerationConfig.of(model.config()).with(Map.of("num_beams", 5, "max_new_tokens", 30));
/// ```
///
/// @param maxNewTokens most new ids, 0: `maxLength` says it, or 20
/// @param maxLength most ids with the prompt's, 0: `maxNewTokens` says it
/// @param minNewTokens new ids before an end id may come
/// @param minLength ids with the prompt's before an end id may come
/// @param numBeams hypotheses followed at once, 1: no beam search
/// @param numReturnSequences answers for each prompt
/// @param doSample whether ids are drawn instead of taking the best
/// @param temperature divides logits when sampling
/// @param topK sampling among this many best, 0: all
/// @param topP sampling among the best that have this much probability together
/// @param minP sampling among those with at least this share of the best one's probability, 0: all
/// @param typicalP sampling among the most typical that have this much probability together
/// @param repetitionPenalty for ids that the row has already, 1: none
/// @param noRepeatNgramSize no n ids in a row come twice, 0: they may
/// @param lengthPenalty beams: scores are divided by length to this power
/// @param earlyStopping beams: when to stop
/// @param badWords sequences that must not come
/// @param suppressTokens ids that must not come
/// @param forcedEosTokenIds what comes at the largest length, empty: nothing is forced
/// @param eosTokenIds ids that end an answer
/// @param padTokenId what fills rows
/// @param seed of the random numbers
public record GenerationConfig(
        int maxNewTokens,
        int maxLength,
        int minNewTokens,
        int minLength,
        int numBeams,
        int numReturnSequences,
        boolean doSample,
        double temperature,
        int topK,
        double topP,
        double minP,
        double typicalP,
        double repetitionPenalty,
        int noRepeatNgramSize,
        double lengthPenalty,
        EarlyStopping earlyStopping,
        List<long[]> badWords,
        long[] suppressTokens,
        long[] forcedEosTokenIds,
        long[] eosTokenIds,
        long padTokenId,
        long seed) {
    private static final int DEFAULT_NEW_TOKENS = 20;

    /// The names of all settings.
    public static final Set<String> NAMES = Set.of(
            "max_new_tokens",
            "max_length",
            "min_new_tokens",
            "min_length",
            "num_beams",
            "num_return_sequences",
            "do_sample",
            "temperature",
            "top_k",
            "top_p",
            "min_p",
            "typical_p",
            "repetition_penalty",
            "no_repeat_ngram_size",
            "length_penalty",
            "early_stopping",
            "bad_words_ids",
            "suppress_tokens",
            "forced_eos_token_id",
            "eos_token_id",
            "pad_token_id",
            "seed");

    public GenerationConfig {
        badWords = List.copyOf(badWords);
        suppressTokens = suppressTokens.clone();
        forcedEosTokenIds = forcedEosTokenIds.clone();
        eosTokenIds = eosTokenIds.clone();
        require(maxNewTokens >= 0, "max_new_tokens", maxNewTokens, "a number above 0");
        require(maxLength >= 0, "max_length", maxLength, "a number above 0");
        require(numBeams >= 1, "num_beams", numBeams, "at least 1");
        require(numReturnSequences >= 1, "num_return_sequences", numReturnSequences, "at least 1");
        require(
                numReturnSequences <= numBeams || doSample && numBeams == 1,
                "num_return_sequences",
                numReturnSequences,
                "at most num_beams (" + numBeams + "), or do_sample without beams");
        require(temperature > 0, "temperature", temperature, "a number above 0");
        require(topK >= 0, "top_k", topK, "at least 0");
        require(topP > 0 && topP <= 1, "top_p", topP, "a share above 0, at most 1");
        require(minP >= 0 && minP <= 1, "min_p", minP, "a share from 0 to 1");
        require(typicalP > 0 && typicalP <= 1, "typical_p", typicalP, "a share above 0, at most 1");
        require(repetitionPenalty > 0, "repetition_penalty", repetitionPenalty, "a number above 0");
        require(noRepeatNgramSize >= 0, "no_repeat_ngram_size", noRepeatNgramSize, "at least 0");
        for (long[] word : badWords) {
            require(word.length > 0, "bad_words_ids", "an empty list", "lists of at least one id");
        }
    }

    private static void require(boolean met, String name, Object found, String expected) {
        if (!met) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "GEN-OPTION",
                    name,
                    found.toString(),
                    expected,
                    "Correct the option, or generation_config.json");
        }
    }

    /// The library's defaults, with a model's special ids.
    public static GenerationConfig of(LanguageConfig model) {
        return of(model.eosTokenIds(), model.padTokenId());
    }

    /// The library's defaults, with special ids.
    /// @param ends the ids that end an answer
    public static GenerationConfig of(long[] ends, long padding) {
        return new GenerationConfig(
                0,
                0,
                0,
                0,
                1,
                1,
                false,
                1,
                50,
                1,
                0,
                1,
                1,
                0,
                1,
                EarlyStopping.NO,
                List.of(),
                new long[0],
                new long[0],
                ends,
                padding,
                0);
    }

    /// These settings, but for those that a `generation_config.json` has; what it says of other things is ignored.
    public GenerationConfig with(ConfigJson json) {
        return new GenerationConfig(
                json.integer("max_new_tokens", maxNewTokens),
                json.integer("max_length", maxLength),
                json.integer("min_new_tokens", minNewTokens),
                json.integer("min_length", minLength),
                json.integer("num_beams", numBeams),
                json.integer("num_return_sequences", numReturnSequences),
                json.flag("do_sample", doSample),
                json.number("temperature", temperature),
                json.integer("top_k", topK),
                json.number("top_p", topP),
                json.number("min_p", minP),
                json.number("typical_p", typicalP),
                json.number("repetition_penalty", repetitionPenalty),
                json.integer("no_repeat_ngram_size", noRepeatNgramSize),
                json.number("length_penalty", lengthPenalty),
                earlyStopping(json, earlyStopping),
                json.has("bad_words_ids") ? json.idLists("bad_words_ids") : badWords,
                json.ids("suppress_tokens", suppressTokens),
                json.ids("forced_eos_token_id", forcedEosTokenIds),
                json.ids("eos_token_id", eosTokenIds),
                json.integer("pad_token_id", (int) padTokenId),
                json.whole("seed", seed));
    }

    /// These settings, but for the given ones, by Hugging Face's names.
    /// @throws InputException of kind USAGE for a name that none has
    public GenerationConfig with(Map<String, ?> options) {
        for (String name : options.keySet()) {
            require(
                    NAMES.contains(name),
                    "generation option",
                    "'" + name + "'",
                    "one of " + NAMES.stream().sorted().toList());
        }
        GenerationConfig base = options.containsKey("max_new_tokens") ? this : this.boundedBy(options);
        return base.with(ConfigJson.of("generation options", options));
    }

    /// `max_length` alone among new options replaces a `max_new_tokens` that was there.
    private GenerationConfig boundedBy(Map<String, ?> options) {
        return options.containsKey("max_length") && maxNewTokens > 0
                ? with(ConfigJson.of("generation options", Map.of("max_new_tokens", 0)))
                : this;
    }

    private static EarlyStopping earlyStopping(ConfigJson json, EarlyStopping fallback) {
        JsonNode value = json.tree().get("early_stopping");
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (value.isString() && "never".equals(value.stringValue())) {
            return EarlyStopping.NEVER;
        }
        return json.flag("early_stopping", false) ? EarlyStopping.YES : EarlyStopping.NO;
    }

    /// These settings as Hugging Face writes them: what differs from the library's defaults, and the special ids.
    public ObjectNode toJson(LanguageConfig model) {
        ObjectNode json = ConfigJson.writable();
        GenerationConfig usual = of(model);
        put(json, "max_new_tokens", maxNewTokens, usual.maxNewTokens);
        put(json, "max_length", maxLength, usual.maxLength);
        put(json, "min_new_tokens", minNewTokens, usual.minNewTokens);
        put(json, "min_length", minLength, usual.minLength);
        put(json, "num_beams", numBeams, usual.numBeams);
        put(json, "num_return_sequences", numReturnSequences, usual.numReturnSequences);
        if (doSample) {
            json.put("do_sample", true);
        }
        put(json, "temperature", temperature, usual.temperature);
        put(json, "top_k", topK, usual.topK);
        put(json, "top_p", topP, usual.topP);
        put(json, "min_p", minP, usual.minP);
        put(json, "typical_p", typicalP, usual.typicalP);
        put(json, "repetition_penalty", repetitionPenalty, usual.repetitionPenalty);
        put(json, "no_repeat_ngram_size", noRepeatNgramSize, usual.noRepeatNgramSize);
        put(json, "length_penalty", lengthPenalty, usual.lengthPenalty);
        switch (earlyStopping) {
            case YES -> json.put("early_stopping", true);
            case NEVER -> json.put("early_stopping", "never");
            case NO -> {}
        }
        if (!badWords.isEmpty()) {
            ArrayNode lists = json.putArray("bad_words_ids");
            badWords.forEach(word -> putIds(lists.addArray(), word));
        }
        if (suppressTokens.length > 0) {
            putIds(json.putArray("suppress_tokens"), suppressTokens);
        }
        if (forcedEosTokenIds.length > 0) {
            putIds(json.putArray("forced_eos_token_id"), forcedEosTokenIds);
        }
        json.put(model.decoderOnly() ? "bos_token_id" : "decoder_start_token_id", model.startTokenId());
        if (eosTokenIds.length == 1) {
            json.put("eos_token_id", eosTokenIds[0]);
        } else {
            putIds(json.putArray("eos_token_id"), eosTokenIds);
        }
        json.put("pad_token_id", padTokenId);
        return json;
    }

    private static void put(ObjectNode json, String name, int value, int usual) {
        if (value != usual) {
            json.put(name, value);
        }
    }

    private static void put(ObjectNode json, String name, double value, double usual) {
        if (value != usual) {
            json.put(name, value);
        }
    }

    private static void putIds(ArrayNode list, long[] ids) {
        for (long id : ids) {
            list.add(id);
        }
    }

    /// How many ids to generate at most behind a prompt.
    public int newTokens(int promptLength) {
        if (maxNewTokens > 0) {
            return maxNewTokens;
        }
        if (maxLength == 0) {
            return DEFAULT_NEW_TOKENS;
        }
        require(maxLength > promptLength, "max_length", maxLength, "more than the prompt's " + promptLength + " ids");
        return maxLength - promptLength;
    }

    /// Whether an id ends an answer.
    public boolean ends(long id) {
        for (long end : eosTokenIds) {
            if (id == end) {
                return true;
            }
        }
        return false;
    }
}
