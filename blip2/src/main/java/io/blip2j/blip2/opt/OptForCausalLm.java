package io.blip2j.blip2.opt;

import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.LanguageInput;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.language.LanguageOutput;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import io.blip2j.nn.state.TensorSource;

/// OPT with its head: `logits = decoder(embeds)·Eᵀ`, `E` the embedding of words.
///
/// | tensor | shape |
/// |---|---|
/// | embeds | `[batch, seq, embedding]` |
/// | logits | `[batch, seq, vocab]` |
///
/// The logits of a place predict the label of the next one.
///
/// **Source:** transformers `OPTForCausalLM`; labels shorter than the row belong to its last places, as in
/// `Blip2ForConditionalGeneration`.
public final class OptForCausalLm extends LanguageModel {
    private final OptConfig config;
    private final OptDecoder decoder;
    private final Linear ownHead;

    public OptForCausalLm(OptConfig config) {
        this.config = config;
        decoder = child("model.decoder", new OptDecoder(config));
        ownHead =
                config.tied() ? null : child("lm_head", new Linear(config.embeddingSize(), config.vocabSize(), false));
        if (ownHead == null) {
            decoder.words().weight().use(Parameter.Use.TABLE_AND_HEAD);
        }
    }

    /// Which keys of a checkpoint are this model's: a tied head may be stored once more, and is ignored.
    public KeyMap keys() {
        return config.tied() ? KeyMap.SAME.ignoring("(.*\\.)?lm_head\\.weight") : KeyMap.SAME;
    }

    /// A model with a checkpoint's values.
    public static OptForCausalLm load(OptConfig config, TensorSource source, Backend backend) {
        OptForCausalLm model = new OptForCausalLm(config);
        StateDict.load(model, source, model.keys(), backend);
        return model;
    }

    @Override
    public OptConfig config() {
        return config;
    }

    @Override
    public Tensor embed(Tensor ids) {
        return decoder.words().forward(ids);
    }

    @Override
    public LanguageOutput forward(LanguageInput input, Pass pass, Recorder recorder) {
        Tensor logits = head(decoder.forward(input.embeds(), input.mask(), pass, recorder));
        return new LanguageOutput(logits, input.labels() == null ? null : loss(logits, targets(input)));
    }

    @Override
    public Tensor loss(LanguageInput input, Pass pass) {
        return lossOf(decoder.forward(input.embeds(), input.mask(), pass, Recorder.NONE), targets(input));
    }

    /// What each place is to predict: the label of the next.
    private static long[][] targets(LanguageInput input) {
        int seq = input.embeds().dim(1);
        long[][] labels = input.labels();
        long[][] targets = new long[labels.length][seq];
        for (int row = 0; row < labels.length; row++) {
            int first = seq - labels[row].length;
            for (int i = 0; i < seq; i++) {
                boolean labelled = i >= first && i + 1 < seq;
                targets[row][i] = labelled ? labels[row][i + 1 - first] : LanguageInput.IGNORE;
            }
        }
        return targets;
    }

    @Override
    public DecodingSession begin(Tensor embeds, long[][] mask, int newIds) {
        return OptSession.begin(this, embeds, mask, newIds);
    }

    @Override
    protected Tensor head(Tensor hidden) {
        return ownHead == null ? Linear.apply(hidden, decoder.words().weight(), null) : ownHead.forward(hidden);
    }

    /// The part below the head.
    public OptDecoder decoder() {
        return decoder;
    }
}
