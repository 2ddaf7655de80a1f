package io.blip2j.blip2.generate;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.generate.processor.BadWords;
import io.blip2j.blip2.generate.processor.ForcedEos;
import io.blip2j.blip2.generate.processor.LogitsProcessor;
import io.blip2j.blip2.generate.processor.MinLength;
import io.blip2j.blip2.generate.processor.MinNewTokens;
import io.blip2j.blip2.generate.processor.MinP;
import io.blip2j.blip2.generate.processor.NoRepeatNgram;
import io.blip2j.blip2.generate.processor.Prefix;
import io.blip2j.blip2.generate.processor.Ranking;
import io.blip2j.blip2.generate.processor.RepetitionPenalty;
import io.blip2j.blip2.generate.processor.Suppress;
import io.blip2j.blip2.generate.processor.Temperature;
import io.blip2j.blip2.generate.processor.TopK;
import io.blip2j.blip2.generate.processor.TopP;
import io.blip2j.blip2.generate.processor.TypicalP;
import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.LanguageConfig;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessorsGoldenTest {
    static List<GoldenCase> cases() {
        return Golden.open("generation/processors.json").cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scoresMatch(GoldenCase golden) {
        Backend backend = Backends.select();
        long[][] ids = Ids.rows(golden.tensor(golden.get("ids"), backend));
        Tensor logits = golden.tensor(golden.get("logits"), backend);
        int vocab = logits.dim(1);
        float[] processed = logits.toFloats();
        double[] probabilities = new double[processed.length];
        int prompt = golden.get("args").get("prompt_length").or(ids[0].length).integer();
        LogitsProcessor processor = processor(golden.get("processor").text(), golden.get("args"), ids[0].length);
        for (int row = 0; row < ids.length; row++) {
            float[] scores = java.util.Arrays.copyOfRange(processed, row * vocab, (row + 1) * vocab);
            processor.process(new Prefix(ids[row], ids[row].length, prompt, 0), scores);
            System.arraycopy(scores, 0, processed, row * vocab, vocab);
            System.arraycopy(Ranking.probabilities(scores), 0, probabilities, row * vocab, vocab);
        }
        Tensor got = Tensor.of(backend, processed, ids.length, vocab);
        golden.check("processed", got, golden.get("processed"), golden.get("tol"), false);
        float[] narrow = new float[probabilities.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) probabilities[i];
        }
        Tensor p = Tensor.of(backend, narrow, ids.length, vocab);
        golden.check("probabilities", p, golden.get("probabilities"), golden.get("probabilities_tol"), false);
    }

    private static LogitsProcessor processor(String name, Json args, int length) {
        int keep = args.get("min_tokens_to_keep").or(1).integer();
        return switch (name) {
            case "temperature" -> new Temperature((float) args.get(name).number());
            case "top_k" -> new TopK(args.get(name).integer(), keep);
            case "top_p" -> new TopP(args.get(name).number(), keep);
            case "min_p" -> new MinP(args.get(name).number(), keep);
            case "typical_p" -> new TypicalP(args.get(name).number(), keep);
            case "repetition_penalty" ->
                new RepetitionPenalty((float) args.get(name).number());
            case "no_repeat_ngram_size" -> new NoRepeatNgram(args.get(name).integer());
            case "min_length" -> new MinLength(args.get(name).integer(), ends(args));
            case "min_new_tokens" -> new MinNewTokens(args.get(name).integer(), ends(args));
            case "bad_words_ids" ->
                new BadWords(args.get(name).list().stream().map(Json::wholes).toList());
            case "suppress_tokens" -> new Suppress(args.get(name).wholes());
            case "forced_eos_token_id" -> new ForcedEos(args.get("max_length").integer() - length, ends(args));
            case "chain" -> chain(args);
            default -> throw new AssertionError("no processor named " + name);
        };
    }

    private static long[] ends(Json args) {
        return args.get("eos_token_id").wholes();
    }

    /// The chain as a configuration puts it together.
    private static LogitsProcessor chain(Json args) {
        LanguageConfig any = OptConfig.of(ConfigJson.of("defaults", Map.of()));
        Map<String, Object> options = new java.util.HashMap<>(Map.of("do_sample", true));
        for (String name : args.fields()) {
            options.put(name, args.get(name).value());
        }
        return Processors.of(GenerationConfig.of(any).with(options), 1);
    }
}
