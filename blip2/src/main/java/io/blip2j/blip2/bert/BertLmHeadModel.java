package io.blip2j.blip2.bert;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;

/// BERT as a language model: words see earlier ones and perhaps another model's rows, the head is tied to the words.
///
/// | tensor | shape |
/// |---|---|
/// | ids (I64) | `[batch, seq]` |
/// | logits | `[batch, seq, vocab]` |
///
/// **Source:** transformers `BertLMHeadModel`; the Q-Former began as one.
public final class BertLmHeadModel extends Module {
    private final BertModel bert;
    private final LanguageHead head;

    public BertLmHeadModel(BertConfig config) {
        bert = child("bert", new BertModel(config, false));
        head = child(
                "cls.predictions",
                new LanguageHead(config.hiddenSize(), config.vocabSize(), config.layerNormEps(), config.activation()));
    }

    /// Logits of the next word at each place.
    public Tensor forward(Tensor ids, AttentionMask mask, BertModel.Context context, Pass pass, Recorder recorder) {
        return head.forward(
                bert.forward(ids, null, mask, context, pass, recorder),
                bert.words().weight());
    }
}
