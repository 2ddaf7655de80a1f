package io.blip2j.blip2.t5;

import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.LanguageInput;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.language.LanguageOutput;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import io.blip2j.nn.state.TensorSource;

/// T5 with its head: `logits = head(decoder(words so far, encoder(embeds)))`.
///
/// | tensor | shape |
/// |---|---|
/// | embeds | `[batch, srcSeq, hidden]` |
/// | logits | `[batch, tgtSeq, vocab]` |
///
/// T5 v1.0: the head is the embedding, and the decoder's result is multiplied by `hidden^-½` before it. T5 v1.1 and
/// FlanT5: a head of its own, no factor. Whether there is a head of its own is told by the checkpoint, which holds
/// `lm_head.weight` then; newer configurations say nothing of it.
///
/// **Source:** transformers `T5ForConditionalGeneration`.
public final class T5ForConditionalGeneration extends LanguageModel {
    private static final String HEAD = "lm_head.weight";

    private final T5Config config;
    private final Embedding words;
    private final T5Encoder encoder;
    private final T5Decoder decoder;
    private final Linear ownHead;

    /// @param withOwnHead whether the head is another matrix than the embedding
    public T5ForConditionalGeneration(T5Config config, boolean withOwnHead) {
        this.config = config;
        words = child("shared", new Embedding(config.vocabSize(), config.hiddenSize(), -1));
        encoder = child("encoder", new T5Encoder(config));
        decoder = child("decoder", new T5Decoder(config));
        ownHead = withOwnHead ? child("lm_head", new Linear(config.hiddenSize(), config.vocabSize(), false)) : null;
        if (ownHead == null) {
            words.weight().use(Parameter.Use.TABLE_AND_HEAD);
        }
    }

    /// The model that a checkpoint holds, without values yet.
    /// @param prefix what stands before its keys in the checkpoint
    public static T5ForConditionalGeneration of(T5Config config, TensorSource source, String prefix) {
        return new T5ForConditionalGeneration(config, source.names().contains(prefix + HEAD));
    }

    /// Which keys of a checkpoint are this model's: the embedding may be stored once more for each stack.
    public KeyMap keys() {
        return KeyMap.SAME.ignoring("(.*\\.)?(encoder|decoder)\\.embed_tokens\\.weight");
    }

    /// A model with a checkpoint's values.
    public static T5ForConditionalGeneration load(T5Config config, TensorSource source, Backend backend) {
        T5ForConditionalGeneration model = of(config, source, "");
        StateDict.load(model, source, model.keys(), backend);
        return model;
    }

    @Override
    public T5Config config() {
        return config;
    }

    @Override
    public Tensor embed(Tensor ids) {
        return words.forward(ids);
    }

    @Override
    public LanguageOutput forward(LanguageInput input, Pass pass, Recorder recorder) {
        Tensor logits = head(hidden(input, pass, recorder));
        return new LanguageOutput(logits, input.labels() == null ? null : loss(logits, input.labels()));
    }

    @Override
    public Tensor loss(LanguageInput input, Pass pass) {
        return lossOf(hidden(input, pass, Recorder.NONE), input.labels());
    }

    private Tensor hidden(LanguageInput input, Pass pass, Recorder recorder) {
        AttentionMask mask = AttentionMask.of(input.mask(), input.embeds().backend());
        Tensor encoded = encoder.forward(input.embeds(), mask, pass, recorder.under("encoder."));
        long[][] ids = input.decoderIds() != null ? input.decoderIds() : shiftedRight(input.labels());
        Tensor read = embed(Ids.tensor(encoded.backend(), ids)); // [batch, tgtSeq, hidden]
        return decoder.forward(read, encoded, mask, pass, recorder.under("decoder."));
    }

    /// What the decoder reads to predict labels: the start id, then the labels but the last, padding for -100.
    private long[][] shiftedRight(long[][] labels) {
        if (labels == null) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "T5-DECODER",
                    "input of T5",
                    "neither labels nor ids for the decoder",
                    "one of them",
                    "To continue a prompt, begin a session");
        }
        long[][] ids = new long[labels.length][];
        for (int row = 0; row < ids.length; row++) {
            ids[row] = new long[labels[row].length];
            for (int i = 0; i < ids[row].length; i++) {
                long before = i == 0 ? config.startTokenId() : labels[row][i - 1];
                ids[row][i] = before == LanguageInput.IGNORE ? config.padTokenId() : before;
            }
        }
        return ids;
    }

    @Override
    public DecodingSession begin(Tensor embeds, long[][] mask, int newIds) {
        return T5Session.begin(this, embeds, mask, newIds);
    }

    @Override
    protected Tensor head(Tensor hidden) {
        Tensor scaled = config.scaleOutput() ? hidden.mul(1 / Math.sqrt(config.hiddenSize())) : hidden;
        return ownHead == null ? Linear.apply(scaled, words.weight(), null) : ownHead.forward(scaled);
    }

    public T5Encoder encoder() {
        return encoder;
    }

    public T5Decoder decoder() {
        return decoder;
    }
}
